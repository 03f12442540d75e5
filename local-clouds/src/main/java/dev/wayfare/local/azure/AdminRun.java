package dev.wayfare.local.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.local.http.Content;
import dev.wayfare.local.http.Reply;
import dev.wayfare.local.http.Request;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Optional;

/**
 * A request to run a function that no HTTP request runs: {@code POST /admin/functions/NAME} with
 * {@code {"input": "…"}}. The key that the host asks for is not asked for on one's own machine.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-functions/functions-manually-run-non-http">Manually
 *     run a non HTTP-triggered function</a>
 * @param function its name
 * @param input what the trigger would bring; empty where nothing is given
 */
record AdminRun(String function, String input) {
  /** Below it everything is the host's own, whatever routes the functions have. */
  static final String ROOT = "/admin/";

  private static final String FUNCTIONS = ROOT + "functions/";
  private static final JsonMapper JSON = new JsonMapper();

  /** The run that a request asks for; empty if it asks for something else. */
  static Optional<AdminRun> of(Request request) {
    if (!request.method().equals("POST") || !request.path().startsWith(FUNCTIONS)) {
      return Optional.empty();
    }
    try {
      JsonNode body = JSON.readTree(request.body().text());
      String function = request.path().substring(FUNCTIONS.length());
      return body.isObject()
          ? Optional.of(new AdminRun(function, body.path("input").asText()))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The answer where the function threw. */
  static Reply failed(Exception e) {
    Throwable thrown =
        e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
    return new Reply(500, List.of(), Content.utf8(thrown.getMessage() + "\n"));
  }
}
