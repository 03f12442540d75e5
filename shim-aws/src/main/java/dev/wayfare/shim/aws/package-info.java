/**
 * AWS Lambda in front of the function host: requests of every front it has, and events of its
 * triggers.
 */
@NullMarked
package dev.wayfare.shim.aws;

import org.jspecify.annotations.NullMarked;
