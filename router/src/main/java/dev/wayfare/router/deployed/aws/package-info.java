/** What is deployed, kept in S3 or in what speaks its API. */
@NullMarked
package dev.wayfare.router.deployed.aws;

import org.jspecify.annotations.NullMarked;
