/**
 * The values a shim exchanges with the function host: what came in, what goes out, and the limits
 * in between.
 */
@NullMarked
package dev.wayfare.shim;

import org.jspecify.annotations.NullMarked;
