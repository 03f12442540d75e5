package dev.wayfare.shim.wasi;

import dev.wayfare.shim.engine.GuestMemory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text for a guest as the octets it gets: any but NUL, which ends a text in C. */
public final class Octets {
  private final byte[] bytes;

  private Octets(byte[] bytes) {
    for (byte each : bytes) {
      if (each == 0) {
        throw new IllegalArgumentException("a text for a guest holds a NUL");
      }
    }
    this.bytes = bytes;
  }

  /** A copy of {@code bytes}. */
  public static Octets of(byte[] bytes) {
    return new Octets(bytes.clone());
  }

  /** {@code text} in UTF-8. */
  public static Octets utf8(String text) {
    return new Octets(text.getBytes(StandardCharsets.UTF_8));
  }

  /** {@code text} with one octet for each character, which is how header values hold octets. */
  public static Octets latin1(String text) {
    return new Octets(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** How many octets there are. */
  public int length() {
    return bytes.length;
  }

  /** Whether this is an environment entry that sets the same variable as {@code other}. */
  boolean namesSameVariableAs(Octets other) {
    int end = nameLength();
    return end == other.nameLength() && Arrays.equals(bytes, 0, end, other.bytes, 0, end);
  }

  /** Writes the octets, and a NUL after them. */
  void writeTo(GuestMemory memory, int address) {
    memory.write(address, bytes, 0, bytes.length);
    memory.writeByte(address + bytes.length, (byte) 0);
  }

  private int nameLength() {
    int end = 0;
    while (end < bytes.length && bytes[end] != '=') {
      end++;
    }
    return end;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** How many there are, not which: an environment entry may hold a secret. */
  @Override
  public String toString() {
    return "Octets[" + bytes.length + " bytes]";
  }
}
