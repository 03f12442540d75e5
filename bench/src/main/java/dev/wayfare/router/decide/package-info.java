/** Measures decisions. */
@NullMarked
package dev.wayfare.router.decide;

import org.jspecify.annotations.NullMarked;
