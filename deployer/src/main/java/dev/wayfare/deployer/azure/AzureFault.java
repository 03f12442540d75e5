package dev.wayfare.deployer.azure;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpResponse;
import com.azure.core.management.polling.PollResult;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Azure said that was the matter.
 *
 * @param status of HTTP
 * @param code for programs, such as {@code AuthorizationFailed}; empty where there is none
 * @param message for people, on one line; perhaps empty
 * @param requestId by which Azure finds the call
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors">Common
 *     errors</a>
 */
record AzureFault(int status, String code, String message, @Nullable String requestId) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpHeaderName REQUEST_ID = HttpHeaderName.fromString("x-ms-request-id");
  private static final HttpHeaderName CORRELATION_ID =
      HttpHeaderName.fromString("x-ms-correlation-request-id");
  private static final Pattern OBJECT = Pattern.compile("\\{.*}", Pattern.DOTALL);

  AzureFault {
    message = oneLine(message).replaceAll("\\.$", "");
  }

  static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  static AzureFault of(HttpResponseException e) {
    HttpResponse response = e.getResponse();
    String said = orEmpty(e.getMessage());
    if (response == null) {
      return new AzureFault(0, "", said, null);
    }
    // The SDK has read the answer, which is left in the message alone, behind "Status code 409, ".
    // Its own reading of it does not know App Service's way to write errors.
    Matcher body = OBJECT.matcher(said);
    return of(response.getStatusCode(), body.find() ? body.group() : said, response.getHeaders());
  }

  /** That of an answer of {@code body}, which is perhaps no JSON. */
  static AzureFault of(int status, String body, HttpHeaders headers) {
    JsonNode root = json(body);
    JsonNode error = root.has("error") ? root.get("error") : root;
    return new AzureFault(
        status,
        text(error, "code"),
        error.isObject() ? text(error, "message") : body,
        requestId(headers));
  }

  static AzureFault of(PollResult.Error error) {
    return of(
        error.getResponseStatusCode(),
        orEmpty(error.getResponseBody()),
        error.getResponseHeaders() == null ? new HttpHeaders() : error.getResponseHeaders());
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      return JSON.missingNode();
    }
  }

  /** Of {@code name} or {@code Name}: App Service writes both. */
  private static String text(JsonNode error, String name) {
    String upper = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    return error.path(name).asText(error.path(upper).asText(""));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable String requestId(HttpHeaders headers) {
    String id = headers.getValue(REQUEST_ID);
    return id == null ? headers.getValue(CORRELATION_ID) : id;
  }

  boolean says(String words) {
    return message.toLowerCase(Locale.ROOT).contains(words);
  }
}
