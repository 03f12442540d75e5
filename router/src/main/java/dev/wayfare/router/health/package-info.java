/**
 * What the router has learned about each target: whether it answers, how fast, and what is billed.
 */
@NullMarked
package dev.wayfare.router.health;

import org.jspecify.annotations.NullMarked;
