package dev.wayfare.cli;

import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.source.BookStore;
import dev.wayfare.router.config.WayfareConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A price book that the user names. */
final class PriceFile {
  private PriceFile() {}

  /**
   * The book in {@code file}; if that is null, the last good one, or else the shipped one.
   *
   * @param kept keeps the last good one
   * @param err takes warnings
   */
  static PriceBook read(@Nullable Path file, BookStore kept, PrintWriter err) {
    if (file == null) {
      return lastGood(kept, err).book();
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

  /** The last good book of {@code config}, or the shipped one; {@code err} takes warnings. */
  static PriceBook of(WayfareConfig config, PrintWriter err) {
    return lastGood(kept(config), err).book();
  }

  /** What keeps the last good book of {@code config}. */
  static BookStore kept(WayfareConfig config) {
    return new BookStore(
        config.prices().file().orElseGet(() -> PriceOptions.usual(System.getenv())));
  }

  /** The last good book, or the shipped one; what is wrong with its file goes to {@code err}. */
  static BookStore.Loaded lastGood(BookStore kept, PrintWriter err) {
    BookStore.Loaded loaded = kept.load();
    loaded
        .warning()
        .ifPresent(it -> err.println("warning: " + it + "; the shipped prices are used"));
    err.flush();
    return loaded;
  }
}
