/** Keeps the router's prices current: the last good book, its refresh on a schedule, its age. */
@NullMarked
package dev.wayfare.router.prices;

import org.jspecify.annotations.NullMarked;
