package dev.wayfare.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One golden request, read from a file that docs/verify.md describes.
 *
 * @param name the file's
 * @param target path and query
 * @param answer what must be answered, with the fields that must be there, or null where the file
 *     does not say
 */
record GoldenCase(
    String name,
    String method,
    String target,
    List<Header> headers,
    Body body,
    @Nullable Answer answer) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Fields that belong to a connection, which whoever sends the request makes. */
  private static final Set<String> OF_A_CONNECTION =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private static final Header USER_AGENT = new Header("user-agent", "wayfare-verify");

  GoldenCase {
    headers = List.copyOf(headers);
  }

  /**
   * The requests of all files {@code *.json} in {@code folder}, by name.
   *
   * @throws UserErrorException where there is none, or one cannot be used
   */
  static List<GoldenCase> readAll(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<GoldenCase> cases =
          files
              .filter(file -> file.toString().endsWith(".json"))
              .sorted()
              .map(GoldenCase::read)
              .toList();
      if (cases.isEmpty()) {
        throw new UserErrorException("there is no golden request (*.json) in " + folder);
      }
      return cases;
    } catch (IOException e) {
      throw new UserErrorException(
          "there is no folder %s with golden requests; name one with --golden".formatted(folder),
          e);
    }
  }

  /** A GET of {@code path}, of whose answer nothing is known, for whoever has no other request. */
  static GoldenCase front(String path) {
    return new GoldenCase("GET " + path, "GET", path, List.of(USER_AGENT), Body.utf8(""), null);
  }

  private static GoldenCase read(Path file) {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      JsonNode request = member(root, "request", file);
      String target = text(request, "path", file);
      if (!isOriginForm(target)) {
        throw wrong(file, "\"path\" must start with \"/\" and be percent-encoded");
      }
      JsonNode response = root.path("response");
      return new GoldenCase(
          file.getFileName().toString(),
          text(request, "method", file),
          target,
          requestHeaders(request, file),
          body(request, file),
          response.isMissingNode()
              ? null
              : new Answer(
                  member(response, "status", file).intValue(),
                  headers(response, file),
                  body(response, file)));
    } catch (JacksonException e) {
      throw wrong(file, "line %d is not JSON".formatted(e.getLocation().getLineNr()));
    } catch (IOException e) {
      throw wrong(file, "it cannot be read (" + e.getMessage() + ")");
    }
  }

  private static boolean isOriginForm(String target) {
    try {
      return target.startsWith("/") && URI.create("http://localhost" + target).isAbsolute();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static UserErrorException wrong(Path file, String what) {
    return new UserErrorException("the golden request %s: %s".formatted(file, what));
  }

  private static JsonNode member(JsonNode parent, String name, Path file) {
    JsonNode child = parent.path(name);
    if (child.isMissingNode()) {
      throw wrong(file, "\"" + name + "\" is missing");
    }
    return child;
  }

  private static String text(JsonNode parent, String name, Path file) {
    JsonNode child = member(parent, name, file);
    if (!child.isTextual()) {
      throw wrong(file, "\"" + name + "\" must be text");
    }
    return child.textValue();
  }

  private static List<Header> requestHeaders(JsonNode request, Path file) {
    List<Header> headers = new ArrayList<>(headers(request, file));
    for (Header header : headers) {
      if (OF_A_CONNECTION.contains(header.name().toLowerCase(Locale.ROOT))) {
        throw wrong(
            file, "the field \"" + header.name() + "\" is the connection's own; leave it out");
      }
    }
    if (headers.stream().noneMatch(header -> header.name().equalsIgnoreCase("user-agent"))) {
      headers.add(USER_AGENT); // Or the sender's library names itself.
    }
    return headers;
  }

  private static List<Header> headers(JsonNode message, Path file) {
    var headers = new ArrayList<Header>();
    for (JsonNode line : message.path("headers")) {
      if (line.size() != 2 || !line.get(0).isTextual() || !line.get(1).isTextual()) {
        throw wrong(file, "\"headers\" must be a list of [\"name\", \"value\"]");
      }
      try {
        headers.add(new Header(line.get(0).textValue(), line.get(1).textValue()));
      } catch (IllegalArgumentException e) {
        throw wrong(file, String.valueOf(e.getMessage()));
      }
    }
    return headers;
  }

  private static Body body(JsonNode message, Path file) {
    if (!message.has("bodyBase64")) {
      return Body.utf8(message.path("body").asText(""));
    }
    try {
      return Body.of(Base64.getDecoder().decode(text(message, "bodyBase64", file)));
    } catch (IllegalArgumentException e) {
      throw wrong(file, "\"bodyBase64\" is not Base64");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
