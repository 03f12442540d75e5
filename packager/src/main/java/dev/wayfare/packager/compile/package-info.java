/**
 * Compiles a module to JVM classes ahead of time; the only package that imports the engine's
 * compiler.
 */
@NullMarked
package dev.wayfare.packager.compile;

import org.jspecify.annotations.NullMarked;
