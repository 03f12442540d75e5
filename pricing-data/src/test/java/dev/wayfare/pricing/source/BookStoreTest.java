package dev.wayfare.pricing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.wayfare.pricing.PriceBook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookStoreTest {
  private static final PriceBook NEWER =
      PriceBook.shipped()
          .revised(
              List.of(), Set.of("https://prices.example/"), Instant.parse("2027-01-01T00:00:00Z"));

  @TempDir private Path folder = Path.of("");

  @Test
  void aBookThatWasSavedIsLoadedAgain() throws IOException {
    BookStore store = new BookStore(folder.resolve("deep/prices.json"));
    store.save(NEWER);
    BookStore.Loaded loaded = new BookStore(folder.resolve("deep/prices.json")).load();

    assertThat(loaded.book().sha256()).isEqualTo(NEWER.sha256());
    assertThat(loaded.isStored()).isTrue();
    assertThat(loaded.warning()).isEmpty();
    try (Stream<Path> files = Files.list(folder.resolve("deep"))) {
      assertThat(files).containsExactly(store.file());
    }
  }

  @Test
  void withoutAFileTheShippedBookIsUsed() {
    assertThat(new BookStore(folder.resolve("none.json")).load())
        .isEqualTo(new BookStore.Loaded(PriceBook.shipped(), false, null));
  }

  @Test
  void aShippedBookOfALaterDayIsUsedInsteadOfTheFile() throws IOException {
    String old =
        new String(PriceBook.shipped().toJson(), StandardCharsets.UTF_8)
            .replaceAll("\"date\":\"2026-[0-9-]*\"", "\"date\":\"2025-01-01\"")
            .replace("\"asOf\":\"2026-11-23\"", "\"asOf\":\"2026-01-01\"")
            .replaceFirst(",\"sha256\":\"[0-9a-f]{64}\"", "");
    Path file = folder.resolve("prices.json");
    Files.writeString(file, old);

    assertThat(new BookStore(file).load())
        .isEqualTo(new BookStore.Loaded(PriceBook.shipped(), false, null));
  }

  @Test
  void aDamagedFileIsReportedAndTheShippedBookUsed() throws IOException {
    Path file = folder.resolve("prices.json");
    byte[] json = NEWER.toJson();
    for (int at : new int[] {0, json.length / 3, json.length - 2}) {
      byte[] damaged = json.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);

      BookStore.Loaded loaded = new BookStore(file).load();

      assertThat(loaded.book()).isSameAs(PriceBook.shipped());
      assertThat(loaded.warning().orElseThrow()).startsWith(file.toString());
    }
    Files.write(file, Arrays.copyOf(json, json.length / 2));
    assertThat(new BookStore(file).load().warning()).isPresent();
  }

  @Test
  void aFolderInTheFilesPlaceIsReported() throws IOException {
    Path file = Files.createDirectories(folder.resolve("prices.json"));
    Files.createFile(file.resolve("something"));

    assertThat(new BookStore(file).load().warning().orElseThrow()).contains("cannot be read");
    assertThatIOException().isThrownBy(() -> new BookStore(file).save(NEWER));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  /** Kills a process that saves one book after another, at any moment of a save. */
  @Test
  void theFileIsWholeWheneverTheProcessIsKilled() throws Exception {
    Path file = folder.resolve("prices.json");
    for (int round = 0; round < 4; round++) {
      Process writer =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  SavesForEver.class.getName(),
                  file.toString())
              .redirectErrorStream(true)
              .start();
      for (int saved = 0; saved < 3 + round; saved++) {
        assertThat(writer.getInputStream().read()).isEqualTo('.');
      }
      writer.destroyForcibly();
      assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();

      BookStore.Loaded loaded = new BookStore(file).load();
      assertThat(loaded.warning()).isEmpty();
      assertThat(loaded.isStored()).isTrue();
    }
  }
}
