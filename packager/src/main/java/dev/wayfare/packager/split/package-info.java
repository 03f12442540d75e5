/**
 * Splits functions that are too large to compile, from module to module: knows WebAssembly's binary
 * format and no engine.
 */
@NullMarked
package dev.wayfare.packager.split;

import org.jspecify.annotations.NullMarked;
