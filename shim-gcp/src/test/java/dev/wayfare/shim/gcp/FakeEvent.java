package dev.wayfare.shim.gcp;

import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.SpecVersion;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event as Google's invoker hands it over; any part of it may be missing. */
record FakeEvent(
    @Nullable String id,
    @Nullable URI source,
    @Nullable String type,
    @Nullable String subject,
    @Nullable OffsetDateTime time,
    @Nullable String contentType,
    Map<String, Object> extensions,
    @Nullable CloudEventData data)
    implements CloudEvent {

  /** An event of the given type and source, with JSON data. */
  static FakeEvent of(String type, String source, byte[] data) {
    return new FakeEvent(
        "7",
        URI.create(source),
        type,
        "a/b",
        OffsetDateTime.parse("2021-02-05T04:06:14.100Z"),
        "application/json",
        Map.of(),
        () -> data);
  }

  FakeEvent with(Map<String, Object> other) {
    return new FakeEvent(id, source, type, subject, time, contentType, other, data);
  }

  @Override
  public @Nullable CloudEventData getData() {
    return data;
  }

  @Override
  public SpecVersion getSpecVersion() {
    return SpecVersion.V1;
  }

  @Override
  public @Nullable String getId() {
    return id;
  }

  @Override
  public @Nullable String getType() {
    return type;
  }

  @Override
  public @Nullable URI getSource() {
    return source;
  }

  @Override
  public @Nullable String getDataContentType() {
    return contentType;
  }

  @Override
  public @Nullable URI getDataSchema() {
    return null;
  }

  @Override
  public @Nullable String getSubject() {
    return subject;
  }

  @Override
  public @Nullable OffsetDateTime getTime() {
    return time;
  }

  @Override
  public Object getAttribute(String name) {
    throw new AssertionError("the shim asks for each attribute by its own method");
  }

  @Override
  public @Nullable Object getExtension(String name) {
    return extensions.get(name);
  }

  @Override
  public Set<String> getExtensionNames() {
    return extensions.keySet();
  }
}
