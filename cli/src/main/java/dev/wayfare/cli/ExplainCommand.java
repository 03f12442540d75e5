package dev.wayfare.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.router.config.AdminKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wayfare explain}: why a running router sent a request where it did. */
@Command(
    name = "explain",
    description =
        "Say why a request went where it went: every target's price, latency and verdict.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final String KEY_VARIABLE = "WAYFARE_ADMIN_KEY";

  @Parameters(paramLabel = "ID", description = "The request's id: its answer's x-request-id.")
  private String id = "";

  @Option(
      names = "--admin",
      paramLabel = "URL",
      description = "The router's admin server; default ${DEFAULT-VALUE}.")
  private String admin = "http://127.0.0.1:9090";

  @Option(
      names = "--admin-key-file",
      paramLabel = "FILE",
      description =
          "Where the key of the admin server is; else in the variable WAYFARE_ADMIN_KEY, if it has"
              + " one.")
  private @Nullable Path keyFile;

  @Option(names = "--json", description = "Print the router's own JSON.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    HttpRequest.Builder request = HttpRequest.newBuilder(page()).timeout(PATIENCE);
    key().ifPresent(key -> request.header("Authorization", key.authorization()));
    HttpResponse<String> answer;
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      return failed("no router answers at " + admin + "; give its admin server with --admin");
    }
    if (answer.statusCode() == NOT_FOUND && answer.body().startsWith("No such request")) {
      return failed(answer.body().strip());
    }
    if (answer.statusCode() == UNAUTHORIZED) {
      return failed(
          admin + " asks for another key; give it with --admin-key-file or in " + KEY_VARIABLE);
    }
    if (answer.statusCode() != OK) {
      return failed(admin + " is no router's admin server: it answered " + answer.statusCode());
    }
    return print(out, answer.body());
  }

  private int print(PrintWriter out, String body) {
    try {
      JsonNode decision = new JsonMapper().readTree(body);
      if (json) {
        out.println(decision.toPrettyString());
      } else {
        ExplanationText.lines(decision).forEach(out::println);
      }
      out.flush();
      return 0;
    } catch (JsonProcessingException e) {
      return failed(admin + " is no router's admin server: it did not answer with JSON");
    }
  }

  private Optional<AdminKey> key() {
    try {
      Optional<String> text =
          keyFile == null
              ? Optional.ofNullable(System.getenv(KEY_VARIABLE))
              : Optional.of(Files.readString(keyFile).strip());
      return text.map(AdminKey::new);
    } catch (IOException | IllegalArgumentException e) {
      String where = keyFile == null ? KEY_VARIABLE : keyFile.toString();
      throw new UserErrorException(
          "there is no admin key in %s (%s)".formatted(where, e.getMessage()), e);
    }
  }

  private URI page() {
    try {
      URI base = new URI(admin);
      boolean isHttp = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
      if (!isHttp || base.getHost() == null) {
        throw notAnAddress(null);
      }
      String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
      return base.resolve("/decisions/" + encoded);
    } catch (URISyntaxException e) {
      throw notAnAddress(e);
    }
  }

  private UserErrorException notAnAddress(@Nullable Exception cause) {
    String sentence = "--admin takes an address such as http://127.0.0.1:9090, not '" + admin + "'";
    return cause == null
        ? new UserErrorException(sentence)
        : new UserErrorException(sentence, cause);
  }

  private int failed(String sentence) {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    err.println("wayfare: " + sentence);
    err.flush();
    return 1;
  }
}
