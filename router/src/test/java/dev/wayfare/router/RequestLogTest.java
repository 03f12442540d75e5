package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.router.config.KeyHash;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a router wrote of the requests that it had. */
final class RequestLogTest {
  private static final Path PAGE = Path.of("..", "docs", "request-log.md");
  private static final String CLOSE = "Host: h\nConnection: close\n\n";
  private static final Pattern KEY = Pattern.compile("`([A-Za-z.]+)`");

  @TempDir private Path folder = Path.of("");

  private Path file() {
    return folder.resolve("requests.jsonl");
  }

  private String settings() {
    return "request-log: {file: \"%s\"}\nledger: {memory: true}\n".formatted(file());
  }

  private List<JsonNode> lines() throws IOException {
    JsonMapper json = new JsonMapper();
    List<JsonNode> lines = new java.util.ArrayList<>();
    for (String line : Files.readAllLines(file())) {
      assertThat(line).as("ASCII").matches("[ -~]+");
      lines.add(json.readTree(line));
    }
    return lines;
  }

  @Test
  void aLineTellsOfTheRequestAndOfNothingSecret() throws IOException {
    try (StubTarget failing =
            new StubTarget(request -> request.response().setStatusCode(503).end());
        StubTarget good = StubTarget.answering(200, "fine")) {
      try (RunningRouter router = new RunningRouter(settings(), failing.port(), good.port())) {
        router.send(
            HttpRequest.newBuilder(router.uri("/f/x?token=hunter2"))
                .header("authorization", "Bearer hunter2")
                .header("x-request-id", "mine")
                .PUT(HttpRequest.BodyPublishers.ofString("twelve bytes")));
      }
    }
    assertThat(Files.readString(file())).doesNotContain("hunter2").endsWith("}\n");
    JsonNode line = lines().getFirst();
    assertThat(line.path("id").asText()).isEqualTo("mine");
    assertThat(line.path("function").asText()).isEqualTo("f");
    assertThat(line.path("method").asText()).isEqualTo("PUT");
    assertThat(line.path("path").asText()).isEqualTo("/f/x");
    assertThat(line.path("end").asText()).isEqualTo("answered");
    assertThat(line.path("status").asInt()).isEqualTo(200);
    assertThat(line.path("bytesIn").asInt()).isEqualTo(12);
    assertThat(line.path("bytesOut").asInt()).isEqualTo(4);
    assertThat(line.path("reason").asText()).isEqualTo("best");
    assertThat(line.path("client").asText()).isEqualTo("127.0.0.1");
    assertThat(line.path("tries").toString())
        .isEqualTo(
            "[{\"target\":\"t0\",\"outcome\":\"failed\"},"
                + "{\"target\":\"t1\",\"outcome\":\"answered\"}]");
    long parts =
        List.of("overheadMicros", "clientMicros", "connectionMicros", "upstreamMicros").stream()
            .mapToLong(it -> line.path(it).asLong())
            .sum();
    assertThat(line.path("totalMicros").asLong() - parts).as("rounded").isBetween(0L, 4L);
    assertThat(line.path("upstreamMicros").asLong()).isPositive();
    assertThat(line.path("overheadMicros").asLong()).isPositive();
  }

  @Test
  void whatAClientSendsIsEscaped() throws IOException {
    try (StubTarget target = StubTarget.answering(200, "fine")) {
      try (RunningRouter router = new RunningRouter(settings(), target.port())) {
        RawClient.exchange(router.port(), "GET /f/a\"\\{ HTTP/1.1\n" + CLOSE);
        RawClient.exchange(router.port(), "GET /f#x HTTP/1.1\n" + CLOSE);
        RawClient.exchange(
            router.port(),
            """
            GET /none/%0A%22,%22status%22:1 HTTP/1.1
            X-Request-Id: ","status":1,"x":"\\
            Host: h
            Connection: close

            """);
      }
    }
    List<JsonNode> lines = lines();
    assertThat(lines).hasSize(3);
    assertThat(lines.getFirst().path("path").asText()).isEqualTo("/f/a\"\\{");
    assertThat(lines.get(1).path("refused").asText()).isEqualTo("no-path");
    assertThat(lines.get(1).has("path")).isFalse();
    assertThat(lines.getLast().path("id").asText()).isEqualTo("\",\"status\":1,\"x\":\"\\");
    assertThat(lines.getLast().path("path").asText()).isEqualTo("/none/%0A%22,%22status%22:1");
    assertThat(lines.getLast().path("status").asInt()).isEqualTo(404);
    assertThat(lines.getLast().path("bytesOut").asInt()).isPositive();
  }

  @Test
  void everyKeyHasARowAndNoOtherDoes() throws IOException {
    try (Collector collector = new Collector();
        StubTarget target = StubTarget.answering(200, "fine")) {
      String traced =
          settings()
              + "access: {consumers: {shop: {key-hashes: [\"%s\"]}}}\n"
                  .formatted(KeyHash.of("key").text())
              + "tracing: {endpoint: \"%s\", sample: 100%%}\n".formatted(collector.endpoint());
      try (RunningRouter router = new RunningRouter(traced, target.port())) {
        router.send(HttpRequest.newBuilder(router.uri("/f")).header("x-api-key", "key"));
        router.get("/none");
      }
    }
    Set<String> written = new TreeSet<>();
    for (JsonNode line : lines()) {
      line.fieldNames().forEachRemaining(written::add);
      line.path("tries")
          .forEach(it -> it.fieldNames().forEachRemaining(key -> written.add("tries." + key)));
    }
    Set<String> rows = new TreeSet<>();
    Files.readAllLines(PAGE).stream()
        .dropWhile(it -> !it.equals("## Format"))
        .filter(it -> it.startsWith("| `"))
        .forEach(
            it ->
                KEY.matcher(it.split("\\|", -1)[1])
                    .results()
                    .forEach(found -> rows.add(found.group(1))));
    assertThat(rows).isEqualTo(written);
  }

  @Test
  void aMissingFolderStopsTheStartInOneSentence() {
    String missing = settings().replace("requests.jsonl", "none/requests.jsonl");
    assertThatExceptionOfType(RouterException.class)
        .isThrownBy(() -> new RunningRouter(missing, 1).close())
        .withMessage(
            "there is no folder %s for the request log; make it, or name another file in"
                    .formatted(folder.resolve("none"))
                + " request-log.file");
  }
}
