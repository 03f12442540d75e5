package dev.wayfare.packager.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.packager.Examples;
import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.packager.compile.ModuleCompiler;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What an edge package says to containers and to systemd, read as they read it. */
final class EdgeDeploymentTest {
  private static final CompiledModule MODULE =
      ModuleCompiler.compile("hello.wasm", Examples.C.wasm(), TooLarge.REFUSED);
  private static final SortedMap<String, byte[]> FILES =
      new EdgeFormat(false)
          .files(MODULE, new ShimJars("s.jar", new TreeMap<>(Map.of("s.jar", new byte[1]))));
  private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  @Test
  void theImageIsBuiltOfTheArchiveWithoutAStepThatRunsAnything() {
    assertThat(instructions())
        .extracting(Instruction::name)
        .containsExactly(
            "FROM",
            "WORKDIR",
            "COPY",
            "COPY",
            "USER",
            "EXPOSE",
            "STOPSIGNAL",
            "HEALTHCHECK",
            "ENTRYPOINT");
    assertThat(value("FROM")).isEqualTo("eclipse-temurin:25-jre");
    assertThat(value("USER")).doesNotStartWith("0").doesNotContain("root");
    assertThat(instructions())
        .filteredOn(each -> each.name().equals("COPY"))
        .extracting(Instruction::value)
        .containsExactly("lib/ lib/", "function.* ./");
    assertThat(FILES).containsKeys("lib/s.jar", "function.jar");
  }

  @Test
  void theImagesProcessIsTheServerItselfSoThatItGetsTheSignals() {
    List<String> command = words(value("ENTRYPOINT"));
    assertThat(command).startsWith("java").containsSequence("-jar", "function.jar");
    assertThat(command).containsSequence("--host", "0.0.0.0", "--port", value("EXPOSE"));
    String health = value("HEALTHCHECK");
    String script = words(health.substring(health.indexOf("CMD ") + 4)).getLast();
    String port = command.get(command.indexOf("--metrics-port") + 1);
    assertThat(script)
        .contains("/dev/tcp/127.0.0.1/" + port + " ")
        .contains("GET /readyz HTTP/1.0\\r\\n\\r\\n");
  }

  @Test
  void theUnitConfinesTheServerAndLetsItDrain() {
    assertThat(unit("[Unit]")).isNotEmpty();
    assertThat(unit("[Install]")).containsExactly("WantedBy=multi-user.target");
    assertThat(unit("[Service]"))
        .contains(
            "DynamicUser=yes",
            "NoNewPrivileges=yes",
            "ProtectSystem=strict",
            "CapabilityBoundingSet=",
            "MemoryMax=512M",
            "LimitNOFILE=8192",
            "EnvironmentFile=-/etc/wayfare/function.env",
            "KillSignal=SIGTERM",
            "SuccessExitStatus=143",
            "Restart=on-failure")
        .allMatch(line -> line.matches("[A-Z][A-Za-z]+=.*"))
        .doesNotHaveDuplicates();
    assertThat(unit("[Service]"))
        .filteredOn(line -> line.startsWith("ExecStart="))
        .singleElement()
        .asString()
        .startsWith("ExecStart=/usr/bin/java ")
        .contains(" -jar function.jar $WAYFARE_OPTIONS");
  }

  /** One of the Dockerfile's. */
  private record Instruction(String name, String value) {}

  private static List<Instruction> instructions() {
    return lines("Dockerfile").stream()
        .map(line -> line.split(" ", 2))
        .map(parts -> new Instruction(parts[0], parts[1]))
        .toList();
  }

  private static String value(String name) {
    return instructions().stream()
        .filter(each -> each.name().equals(name))
        .map(Instruction::value)
        .findFirst()
        .orElseThrow();
  }

  /** The words of an instruction in exec form, a JSON array; a shell would swallow signals. */
  private static List<String> words(String array) {
    assertThat(array).startsWith("[\"").endsWith("\"]");
    var words = new ArrayList<String>();
    Matcher word = WORD.matcher(array);
    while (word.find()) {
      words.add(word.group(1).replace("\\\"", "\"").replace("\\\\", "\\"));
    }
    return words;
  }

  private static List<String> unit(String section) {
    List<String> lines = lines("wayfare-function.service");
    int start = lines.indexOf(section) + 1;
    assertThat(start).isPositive();
    int end = start;
    while (end < lines.size() && !lines.get(end).startsWith("[")) {
      end++;
    }
    return lines.subList(start, end);
  }

  private static List<String> lines(String file) {
    String text = new String(FILES.get(file), StandardCharsets.UTF_8);
    return Arrays.stream(text.split("\n", -1))
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }
}
