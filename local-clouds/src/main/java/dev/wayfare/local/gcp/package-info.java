/** A stand-in for Google Cloud Functions: Google's own invoker, on loopback. */
@NullMarked
package dev.wayfare.local.gcp;

import org.jspecify.annotations.NullMarked;
