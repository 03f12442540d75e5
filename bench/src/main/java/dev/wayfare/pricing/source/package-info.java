/** Benchmarks of what {@code dev.wayfare.pricing.source} does, from inside that package. */
@NullMarked
package dev.wayfare.pricing.source;

import org.jspecify.annotations.NullMarked;
