package dev.wayfare.shim.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.shim.capability.FileFault.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScratchTest {
  private static final byte[] TEN = "0123456789".getBytes(StandardCharsets.UTF_8);

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

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whateverWasDoneAllSpaceComesBack(long seed) {
    var random = new SeededRandom(seed);
    var open = new ArrayList<RegularFile>();
    for (int step = 0; step < 5000; step++) {
      try {
        change(random, open);
      } catch (FileFault e) {
        assertThat(e.reason()).as("seed %d", seed).isEqualTo(Reason.NO_SPACE);
      }
    }
    for (Directory.Entry each : List.copyOf(scratch.root().entries())) {
      scratch.remove(scratch.root(), each.name());
    }
    open.forEach(scratch::closed);
    assertThatCode(() -> scratch.resize(scratch.createFile(scratch.root(), "all"), 20))
        .as("seed %d", seed)
        .doesNotThrowAnyException();
  }

  private void change(RandomGenerator random, List<RegularFile> open) {
    Directory root = scratch.root();
    String name = "f" + random.nextInt(4);
    String other = "g" + random.nextInt(4);
    if (!(root.child(name) instanceof RegularFile file)) {
      scratch.createFile(root, name);
      return;
    }
    switch (random.nextInt(7)) {
      case 0 -> scratch.resize(file, random.nextInt(25));
      case 1 -> scratch.write(file, random.nextInt(12), TEN, 0, random.nextInt(1, 10));
      case 2 -> scratch.remove(root, name);
      case 3 -> scratch.rename(root, name, root, other);
      case 4 -> {
        if (root.child(other) == null) {
          scratch.link(file, root, other);
        }
      }
      case 5 -> {
        scratch.opened(file);
        open.add(file);
      }
      default -> {
        if (!open.isEmpty()) {
          scratch.resize(open.getLast(), random.nextInt(10));
          scratch.closed(open.removeLast());
        }
      }
    }
  }

  private void requireFull() {
    RegularFile other = scratch.createFile(scratch.root(), "other");
    assertThatThrownBy(() -> scratch.resize(other, 11)).isInstanceOf(FileFault.class);
    scratch.resize(other, 10);
    scratch.remove(scratch.root(), "other");
  }
}
