package dev.wayfare.router.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A password that is elsewhere than in {@code wayfare.yaml}; its text is in no log. */
public final class Password {
  /** Far above any password; keeps a wrong file from filling memory. */
  private static final int MAX_FILE_BYTES = 4096;

  private final @Nullable Path file;
  private final String text;

  private Password(@Nullable Path file, String text) {
    this.file = file;
    this.text = text;
  }

  /** The content of {@code file}, without white space around it. */
  public static Password in(Path file) {
    return new Password(file, "");
  }

  /** The password {@code text}. */
  public static Password of(String text) {
    return new Password(null, text);
  }

  /**
   * Its text; from a file as it is now, since a file is where passwords are changed.
   *
   * @throws IOException where the file cannot be read
   */
  public String read() throws IOException {
    if (file == null) {
      return text;
    }
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_FILE_BYTES), StandardCharsets.UTF_8).strip();
    }
  }

  /** All but the password. */
  @Override
  public String toString() {
    return "Password[***]";
  }
}
