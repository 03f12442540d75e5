/** Benchmarks of what no other package may see. */
@NullMarked
package dev.wayfare.shim.host;

import org.jspecify.annotations.NullMarked;
