package dev.wayfare.router.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RotatedFileTest {
  @TempDir private Path folder = Path.of("");

  private static byte[] line(String text) {
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aFullFileMakesRoomForAnotherAndTheOldestIsGone() throws IOException {
    Path file = folder.resolve("log");
    try (RotatedFile log = RotatedFile.open(file, 6, 3)) {
      for (int i = 0; i < 8; i++) {
        log.append(line("l" + i));
      }
    }
    assertThat(file).hasContent("l6\nl7\n");
    assertThat(folder.resolve("log.1")).hasContent("l4\nl5\n");
    assertThat(folder.resolve("log.2")).hasContent("l2\nl3\n");
    assertThat(folder.resolve("log.3")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void allFilesTogetherAreNeverLongerThanAllowed(long seed) throws IOException {
    RandomGenerator random = new SplittableRandom(seed);
    Path file = folder.resolve("log");
    RotatedFile log = RotatedFile.open(file, 1000, 4);
    for (int i = 0; i < 400; i++) {
      if (random.nextInt(50) == 0) {
        log.close();
        log = RotatedFile.open(file, 1000, 4);
      }
      log.append(line("x".repeat(random.nextInt(1000))));
      assertThat(total()).as("seed %d line %d", seed, i).isLessThanOrEqualTo(4000);
    }
    log.close();
    assertThat(total()).as("seed %d", seed).isGreaterThan(1500);
  }

  private long total() throws IOException {
    long total = 0;
    try (Stream<Path> all = Files.list(folder)) {
      for (Path each : all.toList()) {
        total += Files.size(each);
      }
    }
    return total;
  }

  @Test
  void aStartGoesOnAfterWhatIsThereAndEndsALineThatWasCutOff() throws IOException {
    Path file = folder.resolve("log");
    Files.writeString(file, "whole\ncut o");
    try (RotatedFile log = RotatedFile.open(file, 100, 2)) {
      log.append(line("next"));
    }
    try (RotatedFile log = RotatedFile.open(file, 100, 2)) {
      log.append(line("last"));
    }
    assertThat(file).hasContent("whole\ncut o\nnext\nlast\n");
  }

  @Test
  void aFullFileWhoseLastLineWasCutOffGrowsNoLonger() throws IOException {
    Path file = folder.resolve("log");
    Files.writeString(file, "cut of");
    try (RotatedFile log = RotatedFile.open(file, 6, 2)) {
      log.append(line("next"));
    }
    assertThat(folder.resolve("log.1")).hasContent("cut of");
    assertThat(file).hasContent("next\n");
  }

  @Test
  void itGoesOnOnceItsFolderIsBack() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Path file = inner.resolve("log");
    try (RotatedFile log = RotatedFile.open(file, 6, 2)) {
      log.append(line("first"));
      Files.delete(file);
      Files.delete(inner);
      assertThatIOException().isThrownBy(() -> log.append(line("lost")));
      assertThatIOException().isThrownBy(() -> log.append(line("lost")));
      Files.createDirectory(inner);
      log.append(line("again"));
    }
    assertThat(file).hasContent("again\n");
  }
}
