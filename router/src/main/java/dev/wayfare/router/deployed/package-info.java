/**
 * What {@code wayfare deploy} made, and which of it serves: the file that it writes and the router
 * follows.
 */
@NullMarked
package dev.wayfare.router.deployed;

import org.jspecify.annotations.NullMarked;
