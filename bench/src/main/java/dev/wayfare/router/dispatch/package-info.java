/** Measures what decisions are made from. */
@NullMarked
package dev.wayfare.router.dispatch;

import org.jspecify.annotations.NullMarked;
