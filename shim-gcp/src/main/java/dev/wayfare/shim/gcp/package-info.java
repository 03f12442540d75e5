/** Google Cloud Functions in front of the function host. */
@NullMarked
package dev.wayfare.shim.gcp;

import org.jspecify.annotations.NullMarked;
