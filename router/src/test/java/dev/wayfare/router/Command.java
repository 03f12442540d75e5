package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A program of this machine that is run to its end. */
final class Command {
  private static final int LONGEST_SECONDS = 120;

  private Command() {}

  /** What {@code command} prints, errors among it; it must succeed. */
  static String run(String... command) throws Exception {
    Path output = Files.createTempFile("command", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
      boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      String printed = printed(output);
      assertThat(ended).as("%s ended: %s", String.join(" ", command), printed).isTrue();
      assertThat(process.exitValue()).as("%s: %s", String.join(" ", command), printed).isZero();
      return printed;
    } finally {
      Files.delete(output);
    }
  }

  private static String printed(Path output) throws IOException {
    return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
  }
}
