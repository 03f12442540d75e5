/** The listener, and how a request is forwarded, tried again and answered. */
@NullMarked
package dev.wayfare.router.proxy;

import org.jspecify.annotations.NullMarked;
