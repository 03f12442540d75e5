package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.cli.Finding.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines that have just what a test puts on their path: real programs, run for real. */
final class CheckupTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final String SECRET = "a-very-secret-value";

  @TempDir private Path folder;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void aMachineWithoutCompilers() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    for (String tool : List.of("cut", "dirname", "sed", "sleep", "yes")) {
      Files.createSymbolicLink(bin.resolve(tool), Path.of("/usr/bin").resolve(tool));
    }
    environment.put("PATH", bin.toString());
    environment.put("HOME", Files.createDirectory(folder.resolve("home")).toString());
  }

  @ParameterizedTest
  @EnumSource
  void aCompilerThatIsNotThereIsMissingOnlyWhereItIsWanted(Language language) throws Exception {
    Finding unwanted = find(language.title());
    assertThat(unwanted.state()).isEqualTo(State.ABSENT);
    assertThat(unwanted.get()).contains("get").contains("https://");
    Finding wanted = find(language.title(), Set.of(language), LONG);
    assertThat(wanted.state()).isEqualTo(State.MISSING);
    assertThat(new FindingTable(List.of(unwanted)).isComplete()).isTrue();
    assertThat(new FindingTable(List.of(unwanted, wanted)).isComplete()).isFalse();
  }

  @Test
  void aCompilerThatIsThereIsShownWithItsVersion() throws Exception {
    program("go", "echo go version go1.25.1 linux/amd64");
    assertThat(find("Go")).isEqualTo(Finding.ok("Go", "go1.25.1, wasip1/wasm"));
    program("node", "echo v22.1.0");
    assertThat(find("JavaScript")).isEqualTo(Finding.ok("JavaScript", "Node.js v22.1.0"));
    program("clang", "case \"$*\" in *--version) echo Ubuntu clang version 18.1.3;; esac");
    assertThat(find("C")).isEqualTo(Finding.ok("C", "clang version 18.1.3, wasm32-wasi"));
    program("clang++", "case \"$*\" in *--version) echo clang version 19.1.0-wasi-sdk;; esac");
    assertThat(find("C++")).isEqualTo(Finding.ok("C++", "clang version 19.1.0, wasm32-wasi"));
  }

  @Test
  void rustIsThereOnlyWithTheLibraryForWasi() throws Exception {
    program("cargo", "exit 1");
    program(
        "rustc",
        "case \"$*\" in *target-libdir*) echo %s/lib;; *) echo rustc 1.90.0 '(abc)';; esac"
            .formatted(folder));
    assertThat(find("Rust").state()).isEqualTo(State.ABSENT);
    Files.createDirectory(folder.resolve("lib"));
    assertThat(find("Rust")).isEqualTo(Finding.ok("Rust", "rustc 1.90.0, wasm32-wasip1"));
  }

  @Test
  void assemblyScriptNeedsNpmToo() throws Exception {
    program("node", "echo v20.0.0");
    assertThat(find("AssemblyScript").state()).isEqualTo(State.ABSENT);
    program("npm", "exit 1");
    assertThat(find("AssemblyScript").state()).isEqualTo(State.OK);
  }

  @Test
  void aCompilerThatIsTooOldIsMissingAndSaidSo() throws Exception {
    program("go", "echo go version go1.23.9 linux/amd64");
    program("node", "echo v16.20.0");
    assertThat(find("Go").get())
        .isEqualTo(
            "Go 1.24 or newer is needed, and go1.23.9 is here; get it from https://go.dev/dl");
    assertThat(find("JavaScript").get())
        .isEqualTo(
            "Node.js 18 or newer is needed, and v16.20.0 is here; get it from https://nodejs.org");
  }

  @Test
  void aClangWithoutTheLibraryForWasiIsMissing() throws Exception {
    program("clang", "echo 'fatal error: wasi/api.h: no such file' >&2; exit 1");
    assertThat(find("C").state()).isEqualTo(State.ABSENT);
  }

  @Test
  void aProgramThatHangsIsEndedAndSaidSo() throws Exception {
    Path pid = folder.resolve("pid");
    program("node", "echo $$ > %s; exec sleep 600".formatted(pid));
    Finding finding = find("JavaScript", Set.of(Language.JAVASCRIPT), SHORT);
    assertThat(finding.state()).isEqualTo(State.MISSING);
    assertThat(finding.found()).isEqualTo("its compiler did not answer within 1 s");
    long sleeper = Long.parseLong(Files.readString(pid).strip());
    Await.until(
        LONG,
        "the end of the program",
        () -> ProcessHandle.of(sleeper).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void whatIsPrintedWithoutEndIsCutOff() throws Exception {
    Path command = program("endless", "exec yes");
    BoundedRun run =
        BoundedRun.of(List.of(command.toString()), folder, environment, LONG).orElseThrow();
    assertThat(run.output()).hasSize(8 * 1024);
    assertThat(run.exitCode()).isNotZero();
  }

  @Test
  void mavenMattersInASourceTreeAlone() throws Exception {
    assertThat(checkup(false, LONG).findings(Set.of())).noneMatch(it -> it.what().equals("Maven"));
    assertThat(maven().state()).isEqualTo(State.MISSING);
    program("mvn", "printf '\\033[1mApache Maven 3.9.9\\033[m\\nMaven home: /m\\n\\033[0m\\n'");
    assertThat(maven()).isEqualTo(Finding.ok("Maven", "3.9.9"));
  }

  @Test
  void aJavaWithoutACompilerIsNoJdk() throws Exception {
    Finding finding =
        new Checkup(environment, folder, false, folder, LONG).findings(Set.of()).getFirst();
    assertThat(finding.what()).isEqualTo("JDK");
    assertThat(finding.state()).isEqualTo(State.MISSING);
    assertThat(find("JDK").state()).isEqualTo(State.OK);
  }

  @Test
  void aFolderThatCannotBeWrittenIsMissing() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    environment.put("XDG_STATE_HOME", file.toString());
    environment.put("WAYFARE_CACHE", file.resolve("cache").toString());
    assertThat(find("ledger's folder").found()).isEqualTo(file + " cannot be written");
    assertThat(find("cache folder").state()).isEqualTo(State.MISSING);
    environment.put("WAYFARE_CACHE", folder.resolve("a/b/cache").toString());
    assertThat(find("cache folder").state()).isEqualTo(State.OK);
    assertThat(folder.resolve("a")).doesNotExist();
  }

  @Test
  void aPortThatIsTakenIsSaidSo() throws Exception {
    try (var socket = new ServerSocket()) {
      try {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9090));
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("in use"); // somebody else's: taken all the same
      }
      assertThat(find("port 9090").found()).isEqualTo("taken");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY",
        "AWS AWS_WEB_IDENTITY_TOKEN_FILE AWS_ROLE_ARN",
        "AWS AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "Azure AZURE_CLIENT_ID AZURE_TENANT_ID AZURE_CLIENT_SECRET",
        "Azure AZURE_CLIENT_ID AZURE_TENANT_ID AZURE_FEDERATED_TOKEN_FILE",
        "Azure IDENTITY_ENDPOINT IDENTITY_HEADER",
        "Google GCE_METADATA_HOST"
      })
  void aLoginByVariablesNeedsAllOfThemAndIsNotReadOut(String line) throws Exception {
    List<String> words = List.of(line.split(" "));
    String what = words.getFirst() + " login";
    for (String variable : words.subList(1, words.size())) {
      assertThat(find(what).state()).isEqualTo(State.ABSENT);
      environment.put(variable, SECRET);
    }
    assertThat(find(what))
        .isEqualTo(Finding.ok(what, "in " + String.join(", ", words.subList(1, words.size()))));
  }

  @ParameterizedTest
  @CsvSource({
    "AWS login, .aws/credentials",
    "AWS login, .aws/config",
    "Azure login, .azure/msal_token_cache.json",
    "Google login, .config/gcloud/application_default_credentials.json"
  })
  void aLoginInAFileIsFoundAndNotReadOut(String what, String path) throws Exception {
    Path file = folder.resolve("home").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, SECRET);
    assertThat(find(what)).isEqualTo(Finding.ok(what, "in " + file));
  }

  @Test
  void aVariableThatNamesNoFileIsNoLogin() throws Exception {
    environment.put("GOOGLE_APPLICATION_CREDENTIALS", folder.resolve("none.json").toString());
    assertThat(find("Google login").state()).isEqualTo(State.ABSENT);
    Files.createFile(folder.resolve("none.json"));
    assertThat(find("Google login").state()).isEqualTo(State.OK);
  }

  @Test
  void theTableHasAtMost80ColumnsAndTheJsonSaysTheSame() throws Exception {
    environment.put("WAYFARE_CACHE", folder.resolve("long".repeat(40)).toString());
    var table = new FindingTable(checkup(true, LONG).findings(Set.of(Language.RUST)));
    assertThat(table.lines()).allMatch(line -> line.length() <= 80);
    assertThat(table.lines()).anyMatch(line -> line.matches("missing Rust +missing"));
    JsonNode json = new JsonMapper().readTree(table.json());
    assertThat(json.get("complete").booleanValue()).isFalse();
    assertThat(json.get("checks")).hasSameSizeAs(table.findings());
    assertThat(json.at("/checks/2/what").textValue()).isEqualTo("Rust");
    assertThat(json.at("/checks/2/state").textValue()).isEqualTo("missing");
    assertThat(json.at("/checks/2/get").textValue()).contains("rustup target add wasm32-wasip1");
  }

  private Path program(String name, String script) throws IOException {
    Path file = folder.resolve("bin").resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Finding maven() throws Exception {
    return checkup(true, LONG).findings(Set.of()).get(1);
  }

  private Finding find(String what) throws Exception {
    return find(what, Set.of(), LONG);
  }

  private Finding find(String what, Set<Language> wanted, Duration patience) throws Exception {
    return checkup(false, patience).findings(wanted).stream()
        .filter(finding -> finding.what().equals(what))
        .findFirst()
        .orElseThrow();
  }

  private Checkup checkup(boolean isSourceTree, Duration patience) {
    return new Checkup(
        environment, Path.of(System.getProperty("java.home")), isSourceTree, folder, patience);
  }
}
