package dev.wayfare.router.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFileTest {
  private static final String HOLDER = "pid " + ProcessHandle.current().pid();
  private static final DeployedTarget TARGET =
      new DeployedTarget("f", "aws", "eu-west-1", "wayfare-t", null, null, Map.of());
  private static final DeployedTargets STATE = DeployedTargets.EMPTY.with("t", TARGET);

  @TempDir private Path folder;
  private Path path;
  private StateFile file;

  @BeforeEach
  void nameTheFile() {
    path = folder.resolve("wayfare.state.json");
    file = new StateFile(path);
  }

  /** Another process, which takes the lock and holds it until it is ended. */
  static final class Holder {
    static void main(String[] args) throws InterruptedException {
      try (StateLock held = new StateFile(Path.of(args[0])).lock(HOLDER)) {
        held.write(STATE);
        System.out.println("held");
        System.out.flush();
        Thread.sleep(Long.MAX_VALUE);
      }
    }
  }

  private Process holder() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                path.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("held");
    return process;
  }

  @Test
  void whereThereIsNoFileNothingIsDeployed() {
    assertThat(file.read()).isEqualTo(DeployedTargets.EMPTY);
  }

  @Test
  void whatWasWrittenIsThereAndNothingElseButTheLock() throws IOException {
    try (StateLock held = file.lock(HOLDER)) {
      held.write(DeployedTargets.EMPTY);
      held.write(STATE);
    }
    assertThat(file.read()).isEqualTo(STATE);
    try (var names = Files.list(folder)) {
      assertThat(names.toList())
          .containsExactlyInAnyOrder(path, folder.resolve("wayfare.state.json.lock"));
    }
  }

  @Test
  void whatALinkPointsToIsWritten() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real")).resolve("state.json");
    Files.writeString(real, DeployedTargets.EMPTY.json());
    Files.createSymbolicLink(path, real);
    try (StateLock held = file.lock(HOLDER)) {
      held.write(STATE);
    }
    assertThat(path).isSymbolicLink();
    assertThat(new StateFile(real).read()).isEqualTo(STATE);
  }

  @Test
  void aWriteThatFailsLeavesTheFileAsItWas() throws IOException {
    try (StateLock held = file.lock(HOLDER)) {
      held.write(STATE);
      Files.createDirectory(folder.resolve("wayfare.state.json.new"));
      assertThatThrownBy(() -> held.write(DeployedTargets.EMPTY))
          .isInstanceOf(InvalidStateException.class)
          .hasMessageStartingWith(path + ": this file cannot be written (");
    }
    assertThat(file.read()).isEqualTo(STATE);
  }

  @Test
  void theLockIsForOneAtATimeInThisProcess() {
    try (StateLock held = file.lock(HOLDER)) {
      assertThatThrownBy(() -> file.lock(HOLDER))
          .isInstanceOf(InvalidStateException.class)
          .hasMessageContaining("pid " + ProcessHandle.current().pid() + " since 2");
      held.write(STATE);
    }
    StateLock later = file.lock(HOLDER);
    later.close();
    assertThatThrownBy(() -> later.write(STATE))
        .isInstanceOf(InvalidStateException.class)
        .hasMessage(
            path
                + ": this run was told to end and gave its lock back; run the same again to"
                + " finish");
  }

  @Test
  void theLockOfAnotherProcessHoldsUntilThatDies() throws Exception {
    Process holder = holder();
    try {
      assertThatThrownBy(() -> file.lock(HOLDER))
          .isInstanceOf(InvalidStateException.class)
          .hasMessageMatching(
              "(?s).*: another wayfare is writing it, pid %d since .*Z; wait for it"
                  .formatted(holder.pid()));
      assertThat(file.read()).isEqualTo(STATE);
    } finally {
      holder.destroyForcibly().waitFor();
    }
    file.lock(HOLDER).close();
  }

  @Test
  void readersSeeWholeStatesWhileSomebodyWrites() throws Exception {
    DeployedTargets large = STATE;
    for (int i = 0; i < 200; i++) {
      large = large.with("t" + i, TARGET);
    }
    try (StateLock held = file.lock(HOLDER)) {
      held.write(STATE);
      List<DeployedTargets> states = List.of(STATE, large);
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < 100; i++) {
                      held.write(states.get(i % 2));
                    }
                  });
      while (writer.isAlive()) {
        assertThat(file.read()).isIn(states);
      }
      writer.join();
    }
  }

  @Test
  void aFileThatIsNoneSaysSo() throws IOException {
    Files.createDirectory(path);
    assertThatThrownBy(file::read)
        .isInstanceOf(InvalidStateException.class)
        .hasMessageStartingWith(path + ": this file cannot be read (");
    StateFile nowhere = new StateFile(folder.resolve("none").resolve("state.json"));
    assertThatThrownBy(() -> nowhere.lock(HOLDER))
        .isInstanceOf(InvalidStateException.class)
        .hasMessageContaining("its folder exists");
  }
}
