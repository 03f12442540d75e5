package dev.wayfare.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.config.WayfareConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NewCommandTest {
  private static final Path TEMPLATES =
      Project.ROOT.resolve("cli/src/main/resources/dev/wayfare/cli/project");

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @EnumSource
  void aProjectHasAConfigurationAndGoldenRequestsThatCanBeRead(Language language)
      throws IOException {
    assertThat(run("hello-1", language.id())).isZero();
    Path project = folder.resolve("hello-1");
    var config = WayfareConfig.read(project.resolve("wayfare.yaml"), Map.of());
    assertThat(config.functions()).hasSize(1);
    assertThat(config.functions().getFirst().name()).isEqualTo("hello-1");
    assertThat(config.functions().getFirst().module()).isEqualTo(project.resolve("hello-1.wasm"));
    assertThat(config.functions().getFirst().targets()).hasSize(4);
    assertThat(GoldenCase.readAll(project.resolve("golden"))).hasSize(3);
    assertThat(project.resolve("build")).isExecutable();
    assertThat(project.resolve(".gitignore")).content().contains("/hello-1.wasm\n");
  }

  @ParameterizedTest
  @EnumSource
  void noPlaceholderIsLeftAndNoTemplateLeftOut(Language language) throws IOException {
    var expected = new TreeSet<>(under(TEMPLATES.resolve("all")));
    expected.addAll(under(TEMPLATES.resolve(language.id())));
    if (language == Language.JAVASCRIPT) {
      expected.addAll(List.of("engine.wasm", "pack.mjs", "LICENSE.quickjs"));
    }
    expected.remove("gitignore");
    expected.add(".gitignore");
    var files = new NewProject("hello", language).files();
    assertThat(files.keySet()).containsExactlyElementsOf(expected);
    files.forEach(
        (path, bytes) -> assertThat(new String(bytes, UTF_8)).as(path).doesNotContain("@NAME@"));
  }

  @Test
  void itSaysWhatToDoNextIn80Columns() {
    run("a".repeat(63), "rust");
    assertThat(out.toString().lines().map(line -> line.replace(folder.toString(), "")))
        .anyMatch(line -> line.endsWith("&& ./build"))
        .contains("  wayfare up --config wayfare.yaml")
        .allMatch(line -> line.length() <= 85);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Hello", "a b", "../up", "a-", "1a", "a.b", "é", "/tmp/x"})
  void aNameThatIsNoneIsRefusedAndNothingWritten(String name) throws IOException {
    assertThat(run(name, "rust")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "wayfare: a function's name is made of up to 63 lower-case letters, digits and \"-\", a"
                + " letter first and no \"-\" last, but is \""
                + name
                + "\"");
    assertThat(under(folder)).isEmpty();
  }

  @Test
  void aNameThatIsTooLongOrLooksLikeAnOptionIsRefused() throws IOException {
    assertThat(run("a".repeat(64), "rust")).isEqualTo(2);
    assertThat(run("-a", "rust")).isEqualTo(2);
    assertThat(under(folder)).isEmpty();
  }

  @Test
  void aLanguageThatIsNoneIsRefused() throws IOException {
    assertThat(run("hello", "cobol")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "wayfare: --language knows rust, c, cpp, go, assemblyscript, javascript, but not"
                + " \"cobol\"");
    assertThat(under(folder)).isEmpty();
  }

  @Test
  void whatIsThereStaysAsItIs() throws IOException {
    Path mine = Files.createDirectory(folder.resolve("hello")).resolve("build");
    Files.writeString(mine, "mine");
    assertThat(run("hello", "rust")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "wayfare: " + mine.getParent() + " is there already; take another name, or move it");
    assertThat(under(folder)).containsExactly("hello/build");
    assertThat(mine).hasContent("mine");
  }

  @Test
  void aFileOrALinkOfThatNameStaysAsItIs() throws IOException {
    Files.writeString(folder.resolve("file"), "mine");
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("link"), elsewhere);
    assertThat(run("file", "rust")).isEqualTo(2);
    assertThat(run("link", "rust")).isEqualTo(2);
    assertThat(under(folder)).containsExactly("file", "link");
  }

  @Test
  void anEmptyFolderIsFilled() throws IOException {
    Files.createDirectory(folder.resolve("hello"));
    assertThat(run("hello", "c")).isZero();
    assertThat(folder.resolve("hello/handler.c")).exists();
  }

  @Test
  void whereSomethingFailsHalfWayNothingIsLeft() throws IOException {
    Path unfinished =
        folder.resolve(".hello." + ProcessHandle.current().pid() + ".part").resolve("golden");
    Files.createDirectories(unfinished.getParent());
    Files.writeString(unfinished, "a file where a folder must be made");
    assertThat(run("hello", "c")).isEqualTo(2);
    assertThat(err.toString()).contains("hello cannot be written");
    assertThat(under(folder)).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  private int run(String name, String language) {
    return Wayfare.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute("new", name, "--language", language, "--out", folder.toString());
  }

  /** The paths of all that is no folder. */
  private static List<String> under(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
