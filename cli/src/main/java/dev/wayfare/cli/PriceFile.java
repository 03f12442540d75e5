package dev.wayfare.cli;

import dev.wayfare.pricing.PriceBook;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A price book that the user names. */
final class PriceFile {
  private PriceFile() {}

  /** The book in {@code file}, or the shipped one if that is null. */
  static PriceBook read(@Nullable Path file) {
    if (file == null) {
      return PriceBook.shipped();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return PriceBook.parse(in, file.toString());
    } catch (NoSuchFileException e) {
      throw new UserErrorException("there is no price book " + file + "; check the path", e);
    } catch (IOException e) {
      throw new UserErrorException(
          "the price book " + file + " cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
