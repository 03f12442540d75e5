package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that start nothing, as a user types them. */
final class CommandsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LARGEST_DIRECT_UPLOAD_TO_LAMBDA = 50L << 20;

  @TempDir private Path folder;

  @Test
  void packagesOfTheSameModuleAreTheSameBytes() throws Exception {
    for (String out : List.of("one", "two")) {
      run(0, "package", example("c"), "--no-cache", "--out", folder.resolve(out).toString());
    }
    for (String target : List.of("aws", "azure", "gcp", "edge")) {
      String name = "hello-c-" + target + ".zip";
      assertThat(folder.resolve("one").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("two").resolve(name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "azure", "gcp", "edge"})
  void noCompilerTravelsAndThePackageIsSmallEnoughToUpload(String target) throws Exception {
    run(0, "package", example("go"), "--target", target, "--out", folder.toString());
    Path archive = folder.resolve("hello-go-" + target + ".zip");
    assertThat(Files.size(archive)).isLessThan(LARGEST_DIRECT_UPLOAD_TO_LAMBDA);
    List<String> classes = classes(archive);
    assertThat(classes)
        .contains("dev/wayfare/function/Machine.class")
        .anyMatch(name -> name.startsWith("dev/wayfare/shim/" + target + "/"))
        .noneMatch(name -> name.startsWith("org/objectweb/asm/"))
        .noneMatch(name -> name.startsWith("com/dylibso/chicory/compiler/"))
        .noneMatch(name -> name.startsWith("dev/wayfare/packager/"));
  }

  @ParameterizedTest
  @CsvSource({"aws, 3", "gcp, 3", "azure, 4"})
  void aPackageWithoutItsModuleIsSmall(String target, long mostMib) throws Exception {
    run(0, "package", example("c"), "--target", target, "--out", folder.toString());
    long bytes = Files.size(folder.resolve("hello-c-" + target + ".zip"));
    assertThat(bytes - Files.size(Path.of(example("c")))).isLessThan(mostMib << 20);
  }

  @Test
  void packageTellsTheModulesDigest() throws Exception {
    assertThat(run(0, "package", example("c"), "--target", "aws", "--out", folder.toString()))
        .anyMatch(line -> line.matches("module sha256:[0-9a-f]{64}"));
  }

  @Test
  void definitionsLieBesideThePackagesThatTheyDeploy() throws Exception {
    for (String out : List.of("one", "two")) {
      run(
          0,
          "package",
          example("c"),
          "--target",
          "aws,gcp",
          "--emit",
          "terraform,sam",
          "--out",
          folder.resolve(out).toString());
    }
    for (String path : List.of("terraform/aws/main.tf", "terraform/gcp/main.tf", "template.yaml")) {
      Path file = folder.resolve("one").resolve(path);
      assertThat(file).hasSameTextualContentAs(folder.resolve("two").resolve(path));
      Matcher archive = Pattern.compile("[^\"/]+\\.zip").matcher(Files.readString(file));
      assertThat(archive.find()).isTrue();
      assertThat(folder.resolve("one").resolve(archive.group())).exists();
    }
    assertThat(folder.resolve("one/terraform/azure")).doesNotExist();
  }

  @Test
  void definitionsOfWhatIsNotPackagedAreRefused() throws Exception {
    assertThat(run(2, "package", example("c"), "--target", "edge,gcp", "--emit", "sam"))
        .containsExactly("wayfare: --emit sam is for aws, which --target leaves out");
  }

  @Test
  void aNewProjectIsMade() throws Exception {
    assertThat(run(0, "new", "hello", "--language", "javascript", "--out", folder.toString()))
        .contains("  wayfare up --config wayfare.yaml");
    assertThat(folder.resolve("hello/engine.wasm")).isNotEmptyFile();
  }

  @Test
  void doctorFindsTheJdkThatItRunsOn() throws Exception {
    assertThat(run(0, "doctor")).anyMatch(line -> line.matches("ok +JDK +25.*"));
  }

  @Test
  void invokePrintsTheGuestsAnswer() throws Exception {
    Path data = Files.writeString(folder.resolve("data"), "# a \"b\" 'c'");
    assertThat(
            run(
                0,
                "invoke",
                example("rust"),
                "--path",
                "/hello?name=Ada",
                "--method",
                "PUT",
                "--header",
                "x-a: b",
                "--data",
                "@" + data))
        .containsExactly(
            "{\"greeting\":\"Hello,"
                + " Ada!\",\"method\":\"PUT\",\"path\":\"/hello\",\"query\":\"name=Ada\",\"headers\":{\"x-a\":\"b\"},\"body\":\"#"
                + " a \\\"b\\\" 'c'\"}");
  }

  @Test
  void invokeExitsWithOneWhenTheGuestTraps() throws Exception {
    assertThat(run(1, "invoke", example("rust"), "--path", "/trap"))
        .anyMatch(line -> line.contains("the function failed"))
        .anyMatch(line -> line.contains("the guest trapped"));
  }

  @Test
  void theSecondRunTakesWhatTheFirstCompiled() throws Exception {
    String cache = folder.resolve("cache").toString();
    assertThat(run(0, "inspect", example("c"), "--cache", cache))
        .anyMatch(line -> line.matches("code     [0-9]+ files, [0-9]+ bytes, compiled now"));
    List<Path> entries = entries(cache);
    assertThat(entries).hasSize(1);
    // A file that is written anew is another one: it is put in place by renaming.
    Object first = Files.getAttribute(entries.getFirst(), "unix:ino");
    run(0, "invoke", example("c"), "--path", "/hello", "--cache", cache);
    assertThat(entries(cache)).isEqualTo(entries);
    assertThat(Files.getAttribute(entries.getFirst(), "unix:ino")).isEqualTo(first);
    assertThat(run(0, "inspect", example("c"), "--cache", cache))
        .anyMatch(line -> line.endsWith("bytes, compiled earlier and kept in the cache"));
    assertThat(run(0, "inspect", example("c"), "--no-cache"))
        .anyMatch(line -> line.endsWith("bytes, compiled now"));
  }

  @Test
  void aDamagedEntryIsSaidSoAndTheCommandGoesOn() throws Exception {
    String cache = folder.resolve("cache").toString();
    run(0, "invoke", example("c"), "--path", "/hello", "--cache", cache);
    Path entry = entries(cache).getFirst();
    byte[] bytes = Files.readAllBytes(entry);
    bytes[bytes.length / 2] ^= 1;
    Files.write(entry, bytes);
    assertThat(run(0, "invoke", example("c"), "--path", "/hello", "--cache", cache))
        .contains("warning: compiling again, since " + entry.toRealPath() + " is damaged");
    bytes[bytes.length / 2] ^= 1;
    assertThat(entry).hasBinaryContent(bytes);
  }

  @Test
  void inspectTellsWhatAModuleIs() throws Exception {
    assertThat(run(0, "inspect", example("rust")))
        .contains(
            "abi      WAGI",
            "guests   put back to its snapshot after each request",
            "  wasi_snapshot_preview1.fd_read function (i32,i32,i32,i32) -> (i32)",
            "  _start function",
            "stops on aws, azure, gcp, edge  nothing",
            "  azure, aws-alb: several Set-Cookie in one answer: 502 with the reason; arrives"
                + " behind the router");
  }

  @Test
  void inspectTellsWhyAGuestGetsAFreshInstance() throws Exception {
    String go = Project.ROOT.resolve("examples/handler-go/handler-go.wasm").toString();
    assertThat(run(0, "inspect", go))
        .contains(
            "abi      http-wasm handler",
            "guests   a fresh instance for each request, since it reads randomness and clock while"
                + " it is initialised, which a snapshot would freeze (snapshot: accept-frozen-init"
                + " takes it so)");
  }

  @Test
  void inspectTellsWhatWouldStopAModule() throws Exception {
    // Two types, an import env.fetch of the first, and an export _start of it.
    byte[] wasm = {
      0, 'a', 's', 'm', 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 2, 13, 1, 3, 'e', 'n', 'v', 5, 'f', 'e',
      't', 'c', 'h', 0, 0, 7, 10, 1, 6, '_', 's', 't', 'a', 'r', 't', 0, 0
    };
    Path file = Files.write(folder.resolve("fetch.wasm"), wasm);
    assertThat(run(1, "inspect", file.toString()))
        .contains("  it imports env.fetch () -> (), which this host does not offer");
    assertThat(run(2, "package", file.toString(), "--out", folder.toString()))
        .containsExactly(
            "wayfare: fetch.wasm: it imports env.fetch () -> (), which this host does not offer;"
                + " wayfare inspect lists all that would stop it");
  }

  private static List<String> run(int expectedCode, String... arguments)
      throws IOException, InterruptedException {
    try (WayfareProcess run = WayfareProcess.start(arguments)) {
      assertThat(run.awaitExit(PATIENCE)).as(run.toString()).isEqualTo(expectedCode);
      return run.printed();
    }
  }

  private static List<Path> entries(String cache) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(cache))) {
      return files.toList();
    }
  }

  private static String example(String language) {
    String name = "hello-" + language;
    return Project.ROOT.resolve("examples").resolve(name).resolve(name + ".wasm").toString();
  }

  /** Every class in every jar of an archive. */
  private static List<String> classes(Path archive) throws IOException {
    var classes = new ArrayList<String>();
    try (var zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : zip.stream().filter(each -> each.getName().endsWith(".jar")).toList()) {
        byte[] jar = zip.getInputStream(entry).readAllBytes();
        try (var inner = new ZipInputStream(new ByteArrayInputStream(jar))) {
          ZipEntry file = inner.getNextEntry();
          while (file != null) {
            classes.add(file.getName());
            file = inner.getNextEntry();
          }
        }
      }
    }
    return classes;
  }
}
