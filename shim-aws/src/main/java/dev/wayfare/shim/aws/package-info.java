/** AWS Lambda in front of the function host: payload format 2.0 in and out. */
@NullMarked
package dev.wayfare.shim.aws;

import org.jspecify.annotations.NullMarked;
