package dev.wayfare.shim.gcp;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * An object of Cloud Storage that an event is about.
 *
 * @param bucket that it is or was in
 * @param name its key
 * @param size in bytes
 * @param etag empty if it is not told
 * @see <a
 *     href="https://github.com/googleapis/google-cloudevents/blob/main/proto/google/events/cloud/storage/v1/data.proto">
 *     StorageObjectData</a>
 */
record StorageObject(String bucket, String name, OptionalLong size, String etag) {
  /** Refuses an object that nobody could find. */
  StorageObject {
    if (bucket.isEmpty() || name.isEmpty()) {
      throw new IllegalArgumentException("it names no object of a bucket");
    }
  }

  /**
   * The object in the data of an event.
   *
   * @throws IllegalArgumentException if there is none, and why
   */
  static StorageObject read(byte[] data) {
    var reading = new Reading();
    JsonObjects.read(data, reading::member);
    return new StorageObject(reading.bucket, reading.name, size(reading.size), reading.etag);
  }

  /** 64-bit numbers are strings in JSON made of protocol buffers. */
  private static OptionalLong size(String digits) {
    try {
      return digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("the object's size is no number of bytes", e);
    }
  }

  private static final class Reading {
    private String bucket = "";
    private String name = "";
    private String size = "";
    private String etag = "";

    void member(String member, JsonObjects json) throws IOException {
      switch (member) {
        case "bucket" -> bucket = json.text(member);
        case "name" -> name = json.text(member);
        case "size" -> size = json.numberText(member);
        case "etag" -> etag = json.text(member);
        default -> json.skip();
      }
    }
  }
}
