/** Who may call, and how much: consumers by their credentials, with limits of their own. */
@NullMarked
package dev.wayfare.router.access;

import org.jspecify.annotations.NullMarked;
