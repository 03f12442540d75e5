/** Deploys to Google's Cloud Run functions. */
@NullMarked
package dev.wayfare.deployer.gcp;

import org.jspecify.annotations.NullMarked;
