package dev.wayfare.shim.gcp;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.event.FunctionEvent;
import dev.wayfare.shim.event.FunctionEventBuilder;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes of Google's events what every cloud's become. Messages of Pub/Sub, objects of Cloud Storage
 * and runs of Cloud Scheduler get the types that are the same everywhere; all others stay as they
 * are.
 *
 * <p>A Scheduler job whose target is a Pub/Sub topic sends a message like any other. One with the
 * message attribute {@value #TIMER_ATTRIBUTE} becomes a timer event, and the attribute's value is
 * the timer's name. Whoever may publish to the topic may set it.
 *
 * @see <a href="https://github.com/googleapis/google-cloudevents">Google's event types</a>
 */
final class EventReader {
  static final String TIMER_ATTRIBUTE = "wayfare-timer";

  private static final String MESSAGE = "google.cloud.pubsub.topic.v1.messagePublished";
  private static final String FINALIZED = "google.cloud.storage.object.v1.finalized";
  private static final String DELETED = "google.cloud.storage.object.v1.deleted";
  private static final String EXECUTED = "google.cloud.scheduler.job.v1.executed";

  /** What a sender of messages cannot set by a message attribute of that name. */
  private static final Set<String> CORE =
      Set.of(
          "id",
          "source",
          "specversion",
          "type",
          "subject",
          "time",
          "datacontenttype",
          "dataschema",
          "data");

  private EventReader() {}

  /**
   * The event for a guest.
   *
   * @throws IllegalArgumentException if it is malformed or its data longer than the limit, and why
   */
  static FunctionEvent read(@Nullable CloudEvent event, int limitBytes) {
    if (event == null) {
      throw new IllegalArgumentException("there is none");
    }
    byte[] data = data(event, limitBytes);
    String source = Objects.toString(event.getSource(), "");
    var common = FunctionEvent.builder();
    extensions(event, common);
    common.id(text(event.getId())).source(source).type(text(event.getType()));
    time(event.getTime(), common);
    switch (text(event.getType())) {
      case MESSAGE -> message(PubsubMessage.read(data), source, common);
      case FINALIZED -> object(FunctionEvent.OBJECT_CREATED, data, common);
      case DELETED -> object(FunctionEvent.OBJECT_DELETED, data, common);
      case EXECUTED -> timer(last(source), common);
      default -> other(event, data, common);
    }
    return common.build();
  }

  private static void message(PubsubMessage message, String source, FunctionEventBuilder event) {
    String timer = message.attributes().getOrDefault(TIMER_ATTRIBUTE, "");
    if (!timer.isEmpty()) {
      timer(timer, event);
      return;
    }
    message
        .attributes()
        .forEach(
            (name, value) -> {
              if (FunctionEvent.isAttributeName(name) && !CORE.contains(name)) {
                event.attribute(name, value);
              }
            });
    if (!message.orderingKey().isEmpty()) {
      event.attribute("partitionkey", message.orderingKey());
    }
    event
        .type(FunctionEvent.QUEUE_MESSAGE)
        .subject(last(source))
        .message(message.data().toByteArray());
  }

  private static void object(String type, byte[] data, FunctionEventBuilder event) {
    StorageObject object = StorageObject.read(data);
    event.type(type).object(object.bucket(), object.name(), object.size(), object.etag());
  }

  private static void timer(String name, FunctionEventBuilder event) {
    event.type(FunctionEvent.TIMER_FIRED).subject(name);
  }

  private static void other(CloudEvent event, byte[] data, FunctionEventBuilder other) {
    other.subject(text(event.getSubject()));
    other.attribute("dataschema", Objects.toString(event.getDataSchema(), ""));
    other.data(text(event.getDataContentType()), Body.of(data));
  }

  private static void extensions(CloudEvent event, FunctionEventBuilder builder) {
    for (String name : event.getExtensionNames()) {
      builder.attribute(name.toLowerCase(Locale.ROOT), canonical(event.getExtension(name)));
    }
  }

  /** An attribute's value as text (CloudEvents 1.0.2 § "Type System"). */
  private static String canonical(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case OffsetDateTime time -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
      case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
      default -> value.toString();
    };
  }

  private static void time(@Nullable OffsetDateTime time, FunctionEventBuilder event) {
    if (time != null) {
      event.time(canonical(time));
    }
  }

  private static byte[] data(CloudEvent event, int limitBytes) {
    CloudEventData data = event.getData();
    byte[] bytes = data == null ? new byte[0] : data.toBytes();
    if (bytes == null) {
      return new byte[0];
    }
    if (bytes.length > limitBytes) {
      throw new IllegalArgumentException(
          "its data is larger than the limit of " + limitBytes + " bytes");
    }
    return bytes;
  }

  /** The last part of a resource's name, such as a topic's of {@code //…/topics/my-topic}. */
  private static String last(String resource) {
    return resource.substring(resource.lastIndexOf('/') + 1);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
