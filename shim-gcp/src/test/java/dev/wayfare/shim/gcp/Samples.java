package dev.wayfare.shim.gcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Google's own example events; SOURCES.md beside them says where they are from. */
final class Samples {
  static final String TOPIC = "//pubsub.googleapis.com/projects/test-project/topics/my-topic";
  static final String BUCKET = "//storage.googleapis.com/projects/_/buckets/sample-bucket";
  static final String MESSAGE = "google.cloud.pubsub.topic.v1.messagePublished";
  static final String FINALIZED = "google.cloud.storage.object.v1.finalized";

  private Samples() {}

  static byte[] read(String name) {
    try (InputStream in = Samples.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
