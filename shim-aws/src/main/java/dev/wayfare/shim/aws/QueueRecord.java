package dev.wayfare.shim.aws;

import dev.wayfare.shim.event.FunctionEvent;
import dev.wayfare.shim.event.FunctionEventBuilder;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;

/**
 * A message of an SQS queue. Its text attributes become extensions where CloudEvents allows their
 * names.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event">
 *     Example SQS events</a>
 */
final class QueueRecord {
  /**
   * What the message's group goes by.
   *
   * @see <a
   *     href="https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/partitioning.md">
   *     CloudEvents, Partitioning</a>
   */
  private static final String PARTITION_KEY = "partitionkey";

  private static final Set<String> DEFINED =
      Set.of(
          "id",
          "source",
          "type",
          "specversion",
          "subject",
          "time",
          "data",
          "datacontenttype",
          "dataschema",
          PARTITION_KEY);

  private final JsonReader json;
  private final FunctionEventBuilder event = FunctionEvent.builder();
  private String id = "";
  private String queue = "";
  private String group = "";
  private JsonReader.Slice body = JsonReader.Slice.NONE;

  QueueRecord(JsonReader json) {
    this.json = json;
  }

  /** Reads a member, if a message has such a one. */
  boolean member(String name) throws IOException {
    switch (name) {
      case "messageId" -> id = json.text(name);
      case "eventSourceARN" -> queue = json.text(name);
      case "body" -> body = json.textLater(name);
      case "attributes" -> json.object(name, this::attribute);
      case "messageAttributes" -> json.object(name, this::messageAttribute);
      default -> {
        return false;
      }
    }
    return true;
  }

  /**
   * The message.
   *
   * @throws IllegalArgumentException if it lacks what every message has
   */
  LambdaEvent.Message message() throws IOException {
    if (!group.isEmpty()) {
      event.attribute(PARTITION_KEY, group);
    }
    event
        .id(id)
        .source(queue)
        .type(FunctionEvent.QUEUE_MESSAGE)
        .subject(queue.substring(queue.lastIndexOf(':') + 1))
        .message(json.later(body, false).toByteArray());
    return new LambdaEvent.Message(id, queue.endsWith(".fifo"), event.build());
  }

  private void attribute(String name) throws IOException {
    switch (name) {
      case "SentTimestamp" -> sent(json.text(name));
      case "MessageGroupId" -> group = json.text(name);
      default -> json.skip();
    }
  }

  private void sent(String millis) {
    if (!millis.isEmpty()) {
      event.time(Instant.ofEpochMilli(Long.parseLong(millis)).toString());
    }
  }

  private void messageAttribute(String name) throws IOException {
    json.object(
        name,
        member -> {
          boolean isExtension = FunctionEvent.isAttributeName(name) && !DEFINED.contains(name);
          if (member.equals("stringValue") && isExtension) {
            event.attribute(name, json.text(name));
          } else {
            json.skip();
          }
        });
  }
}
