package dev.wayfare.shim.aws;

import dev.wayfare.shim.event.FunctionEvent;
import dev.wayfare.shim.event.FunctionEventBuilder;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * Something that happened to an object of an S3 bucket. Its key comes URL-encoded, spaces as "+".
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">
 *     Event message structure</a>
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/adapters/aws-s3.md">
 *     CloudEvents of AWS S3, whose type is used where ours has none</a>
 */
final class BucketRecord {
  private final JsonReader json;
  private final FunctionEventBuilder event = FunctionEvent.builder();
  private String name = "";
  private String requestId = "";
  private String bucket = "";
  private String bucketArn = "";
  private String key = "";
  private String etag = "";
  private String sequencer = "";
  private OptionalLong size = OptionalLong.empty();

  BucketRecord(JsonReader json) {
    this.json = json;
  }

  /** Reads a member, if such a record has such a one. */
  boolean member(String member) throws IOException {
    switch (member) {
      case "eventName" -> name = json.text(member);
      case "eventTime" -> time(json.text(member));
      case "responseElements", "s3" -> json.within(member, this::part);
      default -> {
        return false;
      }
    }
    return true;
  }

  /**
   * The event.
   *
   * @throws IllegalArgumentException if it lacks what every such event has
   */
  FunctionEvent event() {
    if (requestId.isEmpty() || key.isEmpty()) {
      throw new IllegalArgumentException("a record of a bucket lacks its request or its key");
    }
    // One request may delete several objects, so that its id alone would not do.
    return event
        .id(requestId + "." + sequencer + "." + key)
        .source(bucketArn)
        .type(type())
        .object(bucket, URLDecoder.decode(key, StandardCharsets.UTF_8), size, etag)
        .build();
  }

  private String type() {
    if (name.startsWith("ObjectCreated:")) {
      return FunctionEvent.OBJECT_CREATED;
    }
    return name.startsWith("ObjectRemoved:")
        ? FunctionEvent.OBJECT_DELETED
        : "com.amazonaws.s3." + name;
  }

  private void time(String time) {
    if (!time.isEmpty()) {
      event.time(time);
    }
  }

  private void part(String path) throws IOException {
    switch (path) {
      case "responseElements.x-amz-request-id" -> requestId = json.text(path);
      case "s3.bucket", "s3.object" -> json.within(path, this::part);
      case "s3.bucket.name" -> bucket = json.text(path);
      case "s3.bucket.arn" -> bucketArn = json.text(path);
      case "s3.object.key" -> key = json.text(path);
      case "s3.object.size" -> size = json.number(path);
      case "s3.object.eTag" -> etag = json.text(path);
      case "s3.object.sequencer" -> sequencer = json.text(path);
      default -> json.skip();
    }
  }
}
