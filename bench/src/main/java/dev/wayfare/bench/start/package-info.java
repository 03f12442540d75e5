/** Whole processes, from their start to their first answered request. */
@NullMarked
package dev.wayfare.bench.start;

import org.jspecify.annotations.NullMarked;
