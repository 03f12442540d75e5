package dev.wayfare.local.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A function app as it lies unpacked in a folder: {@code host.json}, and one folder for each
 * function with its {@code function.json}.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-functions/functions-host-json">host.json</a>
 * @param folder where it lies
 * @param functions its functions, at least one
 */
record FunctionApp(Path folder, List<AppFunction> functions) {
  private static final String HOST_FILE = "host.json";
  private static final String FUNCTION_FILE = "function.json";

  /** What the host puts in front of every path where host.json does not say otherwise. */
  private static final String DEFAULT_PREFIX = "api";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  FunctionApp {
    functions = List.copyOf(functions);
  }

  /**
   * Reads an app.
   *
   * @throws InvalidAppException if it holds something that is not understood
   */
  static FunctionApp in(Path folder) throws IOException {
    JsonNode host = read(folder.resolve(HOST_FILE));
    if (!host.path("version").asText().equals("2.0")) {
      throw new InvalidAppException(HOST_FILE + " must say \"version\": \"2.0\"");
    }
    String prefix = host.path("extensions").path("http").path("routePrefix").asText(DEFAULT_PREFIX);
    List<Path> files;
    try (Stream<Path> folders = Files.list(folder)) {
      files =
          folders.map(each -> each.resolve(FUNCTION_FILE)).filter(Files::exists).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new InvalidAppException("the app has no function: no folder holds a " + FUNCTION_FILE);
    }
    return new FunctionApp(folder, functions(files, prefix, host.has("extensionBundle")));
  }

  private static List<AppFunction> functions(List<Path> files, String prefix, boolean bundled)
      throws IOException {
    var functions = new ArrayList<AppFunction>();
    for (Path file : files) {
      String name = String.valueOf(file.resolveSibling(".").normalize().getFileName());
      functions.add(AppFunction.of(name, prefix, bundled, read(file)));
    }
    return functions;
  }

  private static JsonNode read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidAppException("the app lacks " + file.getFileName());
    }
    try {
      return JSON.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new InvalidAppException(file + " is no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
