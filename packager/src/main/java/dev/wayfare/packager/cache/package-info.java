/**
 * Keeps compiled modules, in memory and in a folder on disk, so that a module is compiled once for
 * all commands that use it.
 */
@NullMarked
package dev.wayfare.packager.cache;

import org.jspecify.annotations.NullMarked;
