package dev.wayfare.packager.cache;

import dev.wayfare.packager.compile.Digest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What a compiled module depends on: the compiler, the module, and whether functions too large for
 * it are interpreted.
 *
 * @param compiler names and versions of all that makes the bytes
 * @param moduleSha256 the SHA-256 of the module's file, 64 lower-case hexadecimal digits
 * @param interpreted whether some functions are interpreted; where none is, a module compiled
 *     either way is the same
 */
record EntryKey(String compiler, String moduleSha256, boolean interpreted) {
  static final String SUFFIX = ".compiled";

  /** The key as one line. */
  String text() {
    return "sha256:"
        + moduleSha256
        + (interpreted ? " interpreted" : " compiled")
        + " by "
        + compiler
        + " in format "
        + Entry.FORMAT;
  }

  /** The name of its file: what differs in any part lies in another. */
  String fileName() {
    byte[] digest = Digest.of(text().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest) + SUFFIX;
  }
}
