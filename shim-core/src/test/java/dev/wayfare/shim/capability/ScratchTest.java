package dev.wayfare.shim.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.shim.capability.FileFault.Reason;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ScratchTest {
  private static final byte[] TEN = "0123456789".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private final Scratch scratch = new Scratch(20, () -> 7);

  @Test
  void bytesCountUntilTheLastNameAndTheLastDescriptorAreGone() {
    RegularFile file = scratch.createFile(scratch.root(), "a");
    scratch.opened(file);
    scratch.write(file, 0, TEN, 0, 10);
    scratch.link(file, scratch.root(), "b");
    scratch.remove(scratch.root(), "a");
    requireFull();
    scratch.remove(scratch.root(), "b");
    requireFull();
    scratch.closed(file);
    scratch.resize(scratch.createFile(scratch.root(), "c"), 20);
  }

  @Test
  void aWriteThatDoesNotFitChangesNothing() {
    RegularFile file = scratch.createFile(scratch.root(), "a");
    scratch.write(file, 0, TEN, 0, 10);
    assertThatThrownBy(() -> scratch.write(file, 11, TEN, 0, 10))
        .isInstanceOfSatisfying(
            FileFault.class, fault -> assertThat(fault.reason()).isEqualTo(Reason.NO_SPACE));
    assertThat(file.sizeBytes()).isEqualTo(10);
    scratch.write(file, 10, TEN, 0, 10);
  }

  @Test
  void whatIsRenamedOverIsRemoved() {
    RegularFile old = scratch.createFile(scratch.root(), "old");
    scratch.resize(old, 15);
    scratch.createFile(scratch.root(), "new");
    scratch.rename(scratch.root(), "new", scratch.root(), "old");
    assertThat(scratch.root().entries()).hasSize(1);
    scratch.resize((RegularFile) Objects.requireNonNull(scratch.root().child("old")), 20);
  }

  @Test
  void nothingIsMadeInADirectoryThatWasRemoved() {
    Directory directory = scratch.createDirectory(scratch.root(), "d");
    scratch.remove(scratch.root(), "d");
    assertThatThrownBy(() -> scratch.createFile(directory, "f"))
        .isInstanceOfSatisfying(
            FileFault.class, fault -> assertThat(fault.reason()).isEqualTo(Reason.REMOVED));
  }

  @Test
  void aCookieIsNeverUsedAgain() {
    scratch.createFile(scratch.root(), "a");
    scratch.createFile(scratch.root(), "b");
    scratch.remove(scratch.root(), "b");
    scratch.createFile(scratch.root(), "c");
    assertThat(scratch.root().entries())
        .extracting(Directory.Entry::cookie)
        .containsExactly(2L, 4L);
  }

  private void requireFull() {
    RegularFile other = scratch.createFile(scratch.root(), "other");
    assertThatThrownBy(() -> scratch.resize(other, 11)).isInstanceOf(FileFault.class);
    scratch.resize(other, 10);
    scratch.remove(scratch.root(), "other");
  }
}
