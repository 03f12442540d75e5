package dev.wayfare.pricing.source;

import dev.wayfare.pricing.PriceBook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A process that does nothing but save books, each another one, and says so with a dot. */
final class SavesForEver {
  private static final Instant FIRST = Instant.parse("2027-01-01T00:00:00Z");
  private static final int SECONDS_OF_A_DAY = 86_400;

  private SavesForEver() {}

  public static void main(String[] arguments) throws IOException {
    BookStore store = new BookStore(Path.of(arguments[0]));
    for (long day = 0; ; day++) {
      store.save(
          PriceBook.shipped()
              .revised(List.of(), Set.of(), FIRST.plusSeconds(day * SECONDS_OF_A_DAY)));
      System.out.write('.');
      System.out.flush();
    }
  }
}
