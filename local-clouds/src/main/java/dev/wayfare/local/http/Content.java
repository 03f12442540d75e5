package dev.wayfare.local.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a message. Whoever hands an array over, or gets it, does not change it any more. */
public final class Content {
  /** No bytes. */
  public static final Content NONE = new Content(new byte[0]);

  private final byte[] bytes;

  private Content(byte[] bytes) {
    this.bytes = bytes;
  }

  /** These bytes, without a copy. */
  public static Content of(byte[] bytes) {
    return bytes.length == 0 ? NONE : new Content(bytes);
  }

  /** A text in UTF-8. */
  public static Content utf8(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes, without a copy. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes there are. */
  public int length() {
    return bytes.length;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** What they say in UTF-8. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Content content && Arrays.equals(bytes, content.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Content[" + bytes.length + " bytes]";
  }
}
