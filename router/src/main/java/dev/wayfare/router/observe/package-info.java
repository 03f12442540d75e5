/** What operators see: metrics, health and the admin server. */
@NullMarked
package dev.wayfare.router.observe;

import org.jspecify.annotations.NullMarked;
