/** The decision where a request goes: a pure function of a snapshot. */
@NullMarked
package dev.wayfare.router.decide;

import org.jspecify.annotations.NullMarked;
