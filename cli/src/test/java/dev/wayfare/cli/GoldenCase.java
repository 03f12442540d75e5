package dev.wayfare.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** One golden request and its answer; examples/README.md describes the files. */
record GoldenCase(
    String name,
    String method,
    String target,
    List<Header> requestHeaders,
    Body requestBody,
    int status,
    List<Header> responseHeaders,
    Body responseBody) {

  /** The project's own folder, seen from a module's folder, where Maven runs its tests. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  static List<GoldenCase> all() {
    try (Stream<Path> files = Files.list(ROOT.resolve("examples/golden"))) {
      return files.sorted().map(GoldenCase::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }

  private static GoldenCase read(Path file) {
    try {
      JsonNode root = new JsonMapper().readTree(Files.readAllBytes(file));
      JsonNode request = root.required("request");
      JsonNode response = root.required("response");
      return new GoldenCase(
          file.getFileName().toString(),
          request.required("method").textValue(),
          request.required("path").textValue(),
          headers(request),
          body(request),
          response.required("status").intValue(),
          headers(response),
          body(response));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private static List<Header> headers(JsonNode message) {
    var headers = new ArrayList<Header>();
    for (JsonNode line : message.path("headers")) {
      headers.add(new Header(line.get(0).textValue(), line.get(1).textValue()));
    }
    return headers;
  }

  private static Body body(JsonNode message) {
    return message.has("bodyBase64")
        ? Body.of(Base64.getDecoder().decode(message.get("bodyBase64").textValue()))
        : Body.utf8(message.path("body").asText(""));
  }
}
