/**
 * A stand-in for AWS Lambda behind whatever may stand before it, around Amazon's own runtime
 * client.
 */
@NullMarked
package dev.wayfare.local.aws;

import org.jspecify.annotations.NullMarked;
