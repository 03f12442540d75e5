/** Signatures for AWS. */
@NullMarked
package dev.wayfare.router.sign.aws;

import org.jspecify.annotations.NullMarked;
