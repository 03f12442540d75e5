package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.packager.compile.ModuleCompiler;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.InvocationResult.Origin;
import dev.wayfare.shim.abi.Answer;
import dev.wayfare.shim.abi.NextHandler;
import dev.wayfare.shim.engine.ModuleImage;
import dev.wayfare.shim.host.FunctionHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of the http-wasm ABI, by the guest and the table in examples/conformance. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpHandlerConformanceTest {
  private static final Path FOLDER = Project.ROOT.resolve("examples/conformance");
  private static final Logger LOGGER = Logger.getLogger("dev.wayfare.function");

  private final Map<String, FunctionHost> hosts = new HashMap<>();
  private final Next next = new Next();
  private final Lines lines = new Lines();

  @BeforeAll
  void listen() {
    LOGGER.addHandler(lines);
    LOGGER.setUseParentHandlers(false);
  }

  @AfterAll
  void close() {
    LOGGER.removeHandler(lines);
    LOGGER.setUseParentHandlers(true);
    hosts.values().forEach(FunctionHost::close);
  }

  /** Both ways to begin: a reactor's {@code _initialize}, and a command's {@code _start}. */
  static Stream<Case> cases() throws IOException {
    JsonNode root = new JsonMapper().readTree(FOLDER.resolve("cases.json").toFile());
    return Stream.of("conformance.wasm", "conformance-command.wasm")
        .flatMap(module -> root.valueStream().map(json -> new Case(module, json)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theHostKeepsTheRule(Case each) {
    next.begin(each.json().path("next"));
    String config = each.json().path("config").asText("");
    FunctionHost host =
        hosts.computeIfAbsent(each.module() + config, key -> host(each.module(), config));
    lines.texts.clear();
    InvocationResult result = host.invoke(each.request());
    if (each.json().has("trap")) {
      assertThat(result.origin()).isEqualTo(Origin.SHIM);
      assertThat(result.status()).isEqualTo(500);
      assertThat(lines.texts)
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains("status=500 text=\"the guest trapped: ")
                      .contains(each.json().get("trap").asText()));
    } else {
      requireResponse(each.json().get("response"), result);
    }
    for (JsonNode logged : each.json().path("logs")) {
      assertThat(lines.texts)
          .anySatisfy(
              line ->
                  assertThat(line)
                      .endsWith("source=guest text=\"" + logged.get(1).asText() + "\""));
    }
    next.requireSeen(each.json().path("next").path("sees"));
  }

  private FunctionHost host(String module, String config) {
    return FunctionHost.builder(image(FOLDER.resolve(module)))
        .config(HostConfig.fromEnvironment(Map.of("WAYFARE_GUEST_CONFIG", config)))
        .next(next)
        .build();
  }

  private static ModuleImage image(Path file) {
    ModuleFile module = ModuleFile.read(file);
    return ModuleImage.load(
        ModuleCompiler.compile(module.name(), module.wasm(), TooLarge.REFUSED).classLoader());
  }

  private void requireResponse(JsonNode expected, InvocationResult result) {
    String body = new String(result.body().toByteArray(), StandardCharsets.UTF_8);
    assertThat(result.origin()).as("%s %s", lines.texts, body).isEqualTo(Origin.GUEST);
    if (expected.has("status")) {
      assertThat(result.status()).isEqualTo(expected.get("status").intValue());
    }
    requireFields(expected, result.headers());
    if (expected.has("bodyPattern")) {
      assertThat(body).matches(expected.get("bodyPattern").asText());
    } else if (hasBody(expected)) {
      assertThat(body).isEqualTo(text(body(expected)));
    }
  }

  private static void requireFields(JsonNode expected, Headers headers) {
    Map<String, List<String>> byName = new HashMap<>();
    for (Header header : headers(expected)) {
      byName.computeIfAbsent(header.name(), name -> new ArrayList<>()).add(header.value());
    }
    byName.forEach((name, values) -> assertThat(headers.all(name)).as(name).isEqualTo(values));
    for (JsonNode name : expected.path("absent")) {
      assertThat(headers.all(name.asText())).as(name.asText()).isEmpty();
    }
  }

  private static List<Header> headers(JsonNode message) {
    return message
        .path("headers")
        .valueStream()
        .map(line -> new Header(line.get(0).asText(), line.get(1).asText()))
        .toList();
  }

  private static boolean hasBody(JsonNode message) {
    return message.has("body") || message.has("bodyBase64") || message.has("bodyRepeat");
  }

  private static Body body(JsonNode message) {
    if (message.has("bodyBase64")) {
      return Body.of(Base64.getDecoder().decode(message.get("bodyBase64").asText()));
    }
    JsonNode repeat = message.path("bodyRepeat");
    return repeat.isMissingNode()
        ? Body.utf8(message.path("body").asText(""))
        : Body.utf8(repeat.get("text").asText().repeat(repeat.get("times").intValue()));
  }

  private static String text(Body body) {
    return new String(body.toByteArray(), StandardCharsets.UTF_8);
  }

  /** A line of the table. */
  record Case(String module, JsonNode json) {
    Invocation request() {
      JsonNode request = json.get("request");
      var headers = new ArrayList<Header>();
      headers.add(new Header("x-case", json.get("case").asText()));
      headers.addAll(headers(request));
      return Invocation.builder()
          .method(request.get("method").asText())
          .target(request.get("target").asText())
          .remoteAddress(request.path("remoteAddress").asText(""))
          .headers(Headers.of(headers))
          .body(body(request))
          .build();
    }

    private static List<Header> headers(JsonNode request) {
      return HttpHandlerConformanceTest.headers(request);
    }

    @Override
    public String toString() {
      return module + ": " + json.get("name").asText();
    }
  }

  /** The next handler, as the table has it. */
  private static final class Next implements NextHandler {
    private JsonNode script = JsonMapper.builder().build().missingNode();
    private @Nullable Invocation seen;

    void begin(JsonNode script) {
      this.script = script;
      seen = null;
    }

    @Override
    public Answer.Answered handle(Invocation invocation) {
      seen = invocation;
      if (script.path("fails").booleanValue()) {
        throw new UncheckedIOException(new IOException("the next handler was told to fail"));
      }
      JsonNode answers = script.path("answers");
      return new Answer.Answered(
          answers.path("status").asInt(404), Headers.of(headers(answers)), body(answers));
    }

    void requireSeen(JsonNode sees) {
      if (sees.isMissingNode()) {
        return;
      }
      Invocation invocation = Objects.requireNonNull(seen, "it was never called");
      if (sees.has("method")) {
        assertThat(invocation.method()).isEqualTo(sees.get("method").asText());
      }
      if (sees.has("uri")) {
        String query = invocation.query().isEmpty() ? "" : "?" + invocation.query();
        assertThat(invocation.path() + query).isEqualTo(sees.get("uri").asText());
      }
      requireFields(sees, invocation.headers());
      if (hasBody(sees)) {
        assertThat(text(invocation.body())).isEqualTo(text(body(sees)));
      }
    }
  }

  /** What the host logs. */
  private static final class Lines extends Handler {
    private final List<String> texts = new CopyOnWriteArrayList<>();

    private Lines() {
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord line) {
      texts.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
