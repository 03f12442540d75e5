package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ./wayfare answers to input that is wrong: one sentence, exit code 2, nothing started. */
final class BadInputIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @Test
  void aMissingModuleIsNamed() throws Exception {
    assertThat(complaint("up", "--module", "nowhere.wasm", "--port", "0", "--admin-port", "0"))
        .contains("wayfare: there is no module nowhere.wasm; check the path");
  }

  @Test
  void aBrokenModuleIsNamed() throws Exception {
    String file = write("broken.wasm", "hello");
    assertThat(complaint("up", "--module", file, "--port", "0", "--admin-port", "0"))
        .contains("broken.wasm: this is no WebAssembly module");
    assertThat(complaint("package", file)).contains("this is no WebAssembly module");
    assertThat(complaint("invoke", file)).contains("this is no WebAssembly module");
    assertThat(complaint("inspect", file)).contains("this is no WebAssembly module");
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(complaint("up", "--port", port, "--admin-port", "0"))
          .contains("port " + port + " on 127.0.0.1");
      assertThat(complaint("up", "--port", "0", "--admin-port", port))
          .contains("port " + port + " on 127.0.0.1");
    }
  }

  @Test
  void aCacheThatOthersCanWriteToIsRefused() throws Exception {
    String module = Project.ROOT.resolve("examples/hello-c/hello-c.wasm").toString();
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
    for (String command : List.of("invoke", "package", "inspect")) {
      assertThat(complaint(command, module, "--cache", cache.toString()))
          .contains("the compile cache " + cache.toRealPath() + " can be written by other users")
          .endsWith("name another folder with --cache, or use --no-cache");
    }
    assertThat(complaint("invoke", module, "--cache", "x", "--no-cache"))
        .contains("exclude each other");
  }

  @Test
  void aFolderThatNoGuestMayHaveIsRefused() throws Exception {
    String module = Project.ROOT.resolve("examples/hello-c/hello-c.wasm").toString();
    assertThat(complaint("invoke", module, "--files", "nowhere"))
        .contains("there is no folder nowhere to take the guest's files from");
    Path files = Files.createDirectory(folder.resolve("files"));
    Files.createSymbolicLink(files.resolve("passwd"), Path.of("/etc/passwd"));
    assertThat(complaint("package", module, "--files", files.toString()))
        .contains("the guest's files: " + files.toRealPath().resolve("passwd"))
        .contains("is a symbolic link");
  }

  @Test
  void whatIsNoTriggerIsRefused() throws Exception {
    String module = Project.ROOT.resolve("examples/hello-c/hello-c.wasm").toString();
    assertThat(complaint("package", module, "--azure-trigger", "queue:Orders"))
        .contains("--azure-trigger: a queue's name is 3 to 63 lower-case letters");
  }

  @Test
  void onePortForBothIsRefused() throws Exception {
    assertThat(complaint("up", "--port", "18080", "--admin-port", "18080"))
        .contains("cannot share port 18080");
  }

  @Test
  void whatIsNoFileIsNamed() throws Exception {
    assertThat(complaint("inspect", "/")).contains("the module / cannot be read");
    assertThat(complaint("up", "--config", folder.toString())).contains(folder + ": this file");
    String module = Project.ROOT.resolve("examples/hello-c/hello-c.wasm").toString();
    assertThat(complaint("invoke", module, "--data", "@" + folder))
        .contains("--data cannot be read from " + folder);
    assertThat(complaint("invoke", module, "--data", "@nowhere"))
        .contains("there is no file nowhere to take --data from");
    assertThat(complaint("invoke", module, "--method", "A B")).contains("--method takes a word");
  }

  @Test
  void aModuleThatCannotBeInstantiatedStartsNothing() throws Exception {
    // A memory of one page, _start: () -> (), and a data segment past the memory's end.
    byte[] wasm = {
      0,
      'a',
      's',
      'm',
      1,
      0,
      0,
      0,
      1,
      4,
      1,
      0x60,
      0,
      0,
      3,
      2,
      1,
      0,
      5,
      3,
      1,
      0,
      1,
      7,
      10,
      1,
      6,
      '_',
      's',
      't',
      'a',
      'r',
      't',
      0,
      0,
      10,
      4,
      1,
      2,
      0,
      0x0b,
      11,
      9,
      1,
      0,
      0x41,
      (byte) 0xff,
      (byte) 0xff,
      7,
      0x0b,
      1,
      1
    };
    String file = Files.write(folder.resolve("oob.wasm"), wasm).toString();
    assertThat(complaint("up", "--module", file, "--port", "0", "--admin-port", "0"))
        .contains("oob.wasm cannot be instantiated (out of bounds memory access");
    assertThat(complaint("package", file, "--out", folder.toString()))
        .contains("oob.wasm cannot be instantiated");
  }

  @Test
  void aWrongKeyAndAWrongTypeInTheConfigurationAreNamedWithLineAndColumn() throws Exception {
    assertThat(complaint("up", "--config", write("a.yaml", "version: 1\nruoter: {}\n")))
        .contains("a.yaml:2:1: ")
        .contains("ruoter");
    assertThat(
            complaint("up", "--config", write("b.yaml", "version: 1\nrouter:\n  port: eighty\n")))
        .contains("b.yaml:3:9: ");
  }

  @Test
  void wrongFlagsAreNamed() throws Exception {
    assertThat(complaint("up", "--prot", "1")).contains("--prot");
    assertThat(complaint("package", "x.wasm", "--target", "ibm")).contains("ibm");
    assertThat(complaint("fly")).contains("fly");
    assertThat(complaint()).contains("name a command");
  }

  private String complaint(String... arguments) throws IOException, InterruptedException {
    try (WayfareProcess run = WayfareProcess.start(arguments)) {
      int code = run.awaitExit(PATIENCE);
      List<String> printed = run.printed();
      assertThat(code).as(run.toString()).isEqualTo(2);
      assertThat(printed.subList(0, printed.size() - 1))
          .as("nothing but progress comes before the one sentence")
          .allMatch(line -> line.endsWith(" …"));
      return printed.getLast();
    }
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
