package dev.wayfare.shim;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** The bytes of a message, held whole. Whoever hands an array over does not change it any more. */
public final class Body {
  /** No bytes. */
  public static final Body EMPTY = new Body(new byte[0], 0);

  private final byte[] bytes;
  private final int length;

  private Body(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }

  /** All of {@code bytes}, without a copy. */
  public static Body of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Body(bytes, bytes.length);
  }

  /** The first {@code length} of {@code bytes}, without a copy. */
  public static Body of(byte[] bytes, int length) {
    return new Body(bytes, Objects.checkIndex(length, bytes.length + 1));
  }

  /** A copy of {@code length} of {@code bytes} from {@code start} on. */
  public static Body copyOf(byte[] bytes, int start, int length) {
    return of(Arrays.copyOfRange(bytes, start, start + length));
  }

  /** {@code text} in UTF-8. */
  public static Body utf8(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The length in bytes. */
  public int length() {
    return length;
  }

  /** The bytes from the first to the last, read without a copy. */
  public InputStream stream() {
    return new ByteArrayInputStream(bytes, 0, length);
  }

  /** Writes every byte to {@code out}. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
  }

  /** A copy of the bytes from {@code start} to the end. */
  public Body from(int start) {
    return of(Arrays.copyOfRange(bytes, start, length));
  }

  /** The bytes in an array of just their length; not to be changed. */
  public byte[] toByteArray() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Body body
        && Arrays.equals(bytes, 0, length, body.bytes, 0, body.length);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toByteArray());
  }

  @Override
  public String toString() {
    return "Body[" + length + " bytes]";
  }
}
