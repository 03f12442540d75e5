package dev.wayfare.cli;

import dev.wayfare.router.config.KeyHash;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wayfare api-key}: a new key for a consumer. */
@Command(
    name = "api-key",
    description =
        "Draw an API key, and print it with its hash: the key is for who calls, the hash for"
            + " wayfare.yaml, and neither is kept anywhere.",
    mixinStandardHelpOptions = true)
final class ApiKeyCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    String key = KeyHash.drawKey(new SecureRandom());
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println("key:  " + key);
    out.println("hash: " + KeyHash.of(key).text());
    out.flush();
    return 0;
  }
}
