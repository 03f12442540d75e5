/**
 * The loopback listener that the stand-ins share: bodies bounded, request targets as they were
 * sent.
 */
@NullMarked
package dev.wayfare.local.http;

import org.jspecify.annotations.NullMarked;
