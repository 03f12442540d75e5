/**
 * A function's targets, which of them gets a request, and what each try taught: all of routing that
 * needs no socket, so that a simulation can drive the same code.
 */
@NullMarked
package dev.wayfare.router.dispatch;

import org.jspecify.annotations.NullMarked;
