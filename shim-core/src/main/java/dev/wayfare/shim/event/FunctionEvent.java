package dev.wayfare.shim.event;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One event, with the attributes of CloudEvents 1.0. What a queue, a bucket, a timer or a bus of
 * any cloud says becomes one of these, and then a request in the binary content mode of the HTTP
 * protocol binding, so that a guest meets the same on each cloud.
 *
 * <p>The types that are the same wherever the event comes from:
 *
 * <ul>
 *   <li>{@value #QUEUE_MESSAGE}: the data is the message, the subject its queue or topic
 *   <li>{@value #OBJECT_CREATED} and {@value #OBJECT_DELETED}: the data says which object of which
 *       bucket, the subject is its key
 *   <li>{@value #TIMER_FIRED}: no data; the subject names the timer
 * </ul>
 *
 * <p>Events of a bus keep the type their sender gave them.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents
 *     1.0.2</a>
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md">
 *     its HTTP protocol binding</a>
 * @param attributes the context attributes by name: {@code id}, {@code source}, {@code type} and
 *     {@code specversion} always, and whatever else the event has
 * @param contentType what the data is; empty where there is none
 * @param data the data as it is, byte for byte
 */
public record FunctionEvent(SortedMap<String, String> attributes, String contentType, Body data) {

  /** A message of a queue or a topic. */
  public static final String QUEUE_MESSAGE = "dev.wayfare.queue.message.v1";

  /** An object of a bucket is there, or is there anew. */
  public static final String OBJECT_CREATED = "dev.wayfare.storage.object.created.v1";

  /** An object of a bucket is gone. */
  public static final String OBJECT_DELETED = "dev.wayfare.storage.object.deleted.v1";

  /** It is time. */
  public static final String TIMER_FIRED = "dev.wayfare.timer.fired.v1";

  /** Refuses an event that lacks what CloudEvents requires. */
  public FunctionEvent {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    for (String required : new String[] {"id", "source", "specversion", "type"}) {
      if (attributes.getOrDefault(required, "").isEmpty()) {
        throw new IllegalArgumentException("an event needs the attribute \"" + required + "\"");
      }
    }
  }

  /** A builder of an event. */
  public static FunctionEventBuilder builder() {
    return new FunctionEventBuilder();
  }

  /** Whether CloudEvents allows an attribute of that name (§ "Attribute Naming Convention"). */
  public static boolean isAttributeName(String name) {
    return !name.isEmpty()
        && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
  }

  /**
   * The request that this event becomes: a POST.
   *
   * @param target its path and perhaps query
   * @param logFields as {@link Invocation#logFields}
   */
  public Invocation invocation(String target, Map<String, String> logFields) {
    var lines = new ArrayList<Header>();
    attributes.forEach((name, value) -> lines.add(new Header("ce-" + name, encoded(value))));
    if (!contentType.isEmpty()) {
      lines.add(new Header("content-type", contentType));
    }
    return Invocation.builder()
        .method("POST")
        .target(target)
        .scheme("https")
        .headers(Headers.of(lines))
        .body(data)
        .logFields(logFields)
        .build();
  }

  /** § 3.1.3.2 of the binding: what no field value may hold is percent-encoded, in UTF-8. */
  private static String encoded(String value) {
    var encoded = new StringBuilder(value.length());
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      if (octet > ' ' && octet < 0x7f && octet != '"' && octet != '%') {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
      }
    }
    return encoded.toString();
  }
}
