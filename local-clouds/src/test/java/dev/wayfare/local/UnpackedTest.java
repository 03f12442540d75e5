package dev.wayfare.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UnpackedTest {
  @TempDir private Path folder;

  @Test
  void theFilesAreThereUntilItIsClosed() throws IOException {
    Path archive =
        Archives.zip(folder.resolve("a.zip"), Map.of("a/b/c", new byte[] {1}, "d", new byte[] {2}));
    Path unpacked;
    try (var files = Unpacked.of(archive)) {
      unpacked = files.folder();
      assertThat(unpacked.resolve("a/b/c")).hasBinaryContent(new byte[] {1});
      assertThat(unpacked.resolve("d")).hasBinaryContent(new byte[] {2});
    }
    assertThat(unpacked).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/../../evil", "/evil"})
  void nothingIsWrittenOutsideTheFolder(String name) {
    Path archive = Archives.zip(folder.resolve("a.zip"), Map.of(name, new byte[] {1}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Unpacked.of(archive))
        .withMessageContaining("lies outside its folder");
  }

  @Test
  void whatIsNoArchiveIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("a.zip"), "no archive at all, just some text");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Unpacked.of(file))
        .withMessageContaining("is no ZIP archive");
  }
}
