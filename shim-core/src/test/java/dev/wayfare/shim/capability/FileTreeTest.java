package dev.wayfare.shim.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileTreeTest {
  @TempDir private Path folder;

  @Test
  void pathsBecomeDirectoriesAndFilesInOrder() {
    FileTree tree =
        FileTree.of(Map.of("b/c", new byte[3], "/a", new byte[2], "b/a/x", new byte[1]));
    assertThat(names(tree.root())).containsExactly("a", "b");
    assertThat(names((Directory) Objects.requireNonNull(tree.root().child("b"))))
        .containsExactly("a", "c");
    assertThat(tree).hasToString("FileTree[3 files, 6 bytes]");
    assertThat(FileTree.EMPTY.isEmpty()).isTrue();
  }

  @Test
  void theTreeKeepsItsBytesWhateverBecomesOfTheGivenOnes() {
    byte[] bytes = {1};
    FileTree tree = FileTree.of(Map.of("a", bytes));
    bytes[0] = 2;
    byte[] read = new byte[1];
    ((RegularFile) Objects.requireNonNull(tree.root().child("a"))).read(0, read, 0, 1);
    assertThat(read).containsExactly(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "a//b", "a/", "../a", "a/./b", "a\0b"})
  void whatIsNoPathIsRefused(String path) {
    assertThatThrownBy(() -> FileTree.of(Map.of(path, new byte[0])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be names with \"/\" between them");
  }

  @Test
  void aFileIsNoDirectory() {
    assertThatThrownBy(() -> FileTree.of(Map.of("a", new byte[0], "a/b", new byte[0])))
        .hasMessage("the path \"a/b\" leads through a file");
    var same = new HashMap<String, byte[]>();
    same.put("a", new byte[0]);
    same.put("/a", new byte[0]);
    assertThatThrownBy(() -> FileTree.of(same)).hasMessageStartingWith("two files are called");
  }

  @Test
  void aFolderIsCopiedOnce() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    Files.writeString(Files.createDirectory(folder.resolve("d")).resolve("f"), "text");
    FileTree tree = FileTree.copyOf(folder, 4);
    Files.delete(folder.resolve("d/f"));
    assertThat(names(tree.root())).containsExactly("d", "empty");
    assertThat(tree).hasToString("FileTree[1 files, 4 bytes]");
  }

  @Test
  void aFolderThatIsTooLargeIsRefused() throws IOException {
    Files.writeString(folder.resolve("f"), "text");
    assertThatThrownBy(() -> FileTree.copyOf(folder, 3))
        .hasMessageEndingWith("holds more than 3 bytes; name a smaller folder");
  }

  @Test
  void aSymbolicLinkIsRefusedByName() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc"));
    assertThatThrownBy(() -> FileTree.copyOf(folder, 1 << 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("link is a symbolic link");
  }

  @Test
  void aSpecialFileIsRefusedByName() throws IOException, InterruptedException {
    Process made = new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start();
    assertThat(made.waitFor()).isZero();
    assertThatThrownBy(() -> FileTree.copyOf(folder, 1 << 20))
        .hasMessageContaining("pipe is a special file");
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "text");
    assertThatThrownBy(() -> FileTree.copyOf(file, 10)).hasMessageEndingWith("is no folder");
  }

  private static List<String> names(Directory directory) {
    return directory.entries().stream().map(Directory.Entry::name).toList();
  }
}
