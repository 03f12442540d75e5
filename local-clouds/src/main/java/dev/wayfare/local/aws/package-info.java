/** A stand-in for AWS Lambda behind a Function URL, around Amazon's own runtime client. */
@NullMarked
package dev.wayfare.local.aws;

import org.jspecify.annotations.NullMarked;
