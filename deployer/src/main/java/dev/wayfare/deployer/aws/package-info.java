/** Deploys to AWS Lambda. */
@NullMarked
package dev.wayfare.deployer.aws;

import org.jspecify.annotations.NullMarked;
