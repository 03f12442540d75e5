/** Tokens for Google Cloud. */
@NullMarked
package dev.wayfare.router.sign.gcp;

import org.jspecify.annotations.NullMarked;
