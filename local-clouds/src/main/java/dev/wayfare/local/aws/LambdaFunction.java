package dev.wayfare.local.aws;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A deployed function, as Lambda knows it.
 *
 * @param code the unpacked archive
 * @param handler such as "pkg.Class::method"
 * @param memoryMb its memory in MB, 128–10240
 * @param timeout the longest one invocation may take, up to 15 minutes
 * @param concurrency the most environments at a time
 * @param initialization "on-demand", or "snap-start" for an environment that goes through the hooks
 *     of a snapshot and a restore, though nothing is stored
 */
record LambdaFunction(
    Path code,
    String handler,
    int memoryMb,
    Duration timeout,
    int concurrency,
    String initialization) {
  static final String NAME = "wayfare";
  static final String VERSION = "$LATEST";
  static final String REGION = "us-east-1";
  static final String ACCOUNT = "123456789012";
  static final String ARN = "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:" + NAME;
}
