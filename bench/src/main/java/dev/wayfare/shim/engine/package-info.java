/** Benchmarks of what no other package may see. */
@NullMarked
package dev.wayfare.shim.engine;

import org.jspecify.annotations.NullMarked;
