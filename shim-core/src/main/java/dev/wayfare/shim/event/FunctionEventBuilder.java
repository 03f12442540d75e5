package dev.wayfare.shim.event;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Puts a {@link FunctionEvent} together. */
public final class FunctionEventBuilder {
  private final TreeMap<String, String> attributes = new TreeMap<>();
  private String contentType = "";
  private Body data = Body.EMPTY;

  FunctionEventBuilder() {
    attributes.put("specversion", "1.0");
  }

  /** Sets what tells this event from others of the same source. */
  public FunctionEventBuilder id(String id) {
    return attribute("id", id);
  }

  /** Sets where it comes from, in the cloud's own words, such as an ARN. */
  public FunctionEventBuilder source(String source) {
    return attribute("source", source);
  }

  /** Sets what happened. */
  public FunctionEventBuilder type(String type) {
    return attribute("type", type);
  }

  /** Sets what it happened to. */
  public FunctionEventBuilder subject(String subject) {
    return attribute("subject", subject);
  }

  /**
   * Sets when it happened.
   *
   * @param time as RFC 3339 has it
   * @throws IllegalArgumentException if it is none
   */
  public FunctionEventBuilder time(String time) {
    try {
      OffsetDateTime.parse(time);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("the event's time is none: \"" + time + "\"", e);
    }
    return attribute("time", time);
  }

  /**
   * Sets an attribute, be it one of CloudEvents or an extension; an empty value takes it away.
   *
   * @throws IllegalArgumentException if {@link FunctionEvent#isAttributeName} does not hold
   */
  public FunctionEventBuilder attribute(String name, String value) {
    if (!FunctionEvent.isAttributeName(name)) {
      throw new IllegalArgumentException("not an attribute's name: \"" + name + "\"");
    }
    if (value.isEmpty()) {
      attributes.remove(name);
    } else {
      attributes.put(name, value);
    }
    return this;
  }

  /** Sets the data and what it is. */
  public FunctionEventBuilder data(String contentType, Body data) {
    this.contentType = contentType;
    this.data = data;
    return this;
  }

  /**
   * Sets the data to a message of which nothing else is known: JSON where it is an object or an
   * array by its first and last character, else text where it is UTF-8, else bytes.
   */
  public FunctionEventBuilder message(byte[] message) {
    return data(typeOf(message), Body.of(message));
  }

  /** Sets the data of {@link FunctionEvent#OBJECT_CREATED} and the like, and the subject. */
  public FunctionEventBuilder object(String bucket, String key, OptionalLong size, String etag) {
    var json = new StringBuilder("{\"bucket\":");
    JsonText.append(json, bucket).append(",\"object\":");
    JsonText.append(json, key);
    if (size.isPresent()) {
      json.append(",\"size\":").append(size.getAsLong());
    }
    if (!etag.isEmpty()) {
      JsonText.append(json.append(",\"etag\":"), etag);
    }
    return subject(key).data("application/json", Body.utf8(json.append('}').toString()));
  }

  /**
   * The event.
   *
   * @throws IllegalArgumentException if it lacks what CloudEvents requires
   */
  public FunctionEvent build() {
    return new FunctionEvent(attributes, contentType, data);
  }

  private static String typeOf(byte[] message) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
    } catch (CharacterCodingException e) {
      return "application/octet-stream";
    }
    String stripped = text.strip();
    boolean json =
        (stripped.startsWith("{") && stripped.endsWith("}"))
            || (stripped.startsWith("[") && stripped.endsWith("]"));
    return json ? "application/json" : "text/plain; charset=utf-8";
  }
}
