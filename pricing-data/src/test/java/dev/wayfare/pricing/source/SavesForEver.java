package dev.wayfare.pricing.source;

import dev.wayfare.pricing.PriceBook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A process that does nothing but save one of two books and the other, and says so with dots. */
final class SavesForEver {
  private static final Instant ONE_DAY = Instant.parse("2027-01-01T00:00:00Z");
  private static final Instant OTHER_DAY = Instant.parse("2027-01-02T00:00:00Z");

  private SavesForEver() {}

  public static void main(String[] arguments) throws IOException {
    BookStore store = new BookStore(Path.of(arguments[0]));
    PriceBook one = PriceBook.shipped().revised(List.of(), Set.of(), ONE_DAY);
    PriceBook other = PriceBook.shipped().revised(List.of(), Set.of(), OTHER_DAY);
    while (true) {
      store.save(one);
      store.save(other);
      System.out.write('.');
      System.out.flush();
    }
  }
}
