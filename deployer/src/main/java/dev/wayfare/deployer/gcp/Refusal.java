package dev.wayfare.deployer.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.client.http.HttpResponseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why Google did not do something, in the form that all its APIs have.
 *
 * @param code the canonical one, such as {@code NOT_FOUND}; empty where it cannot be told
 * @param words for a human
 * @param reason that {@code ErrorInfo} gives, such as {@code SERVICE_DISABLED}; or empty
 * @param metadata of it
 * @param requestId by which Google finds the call: that of {@code RequestInfo}, else an operation's
 *     name or Cloud Storage's header; null where it gave none
 * @see <a href="https://google.aip.dev/193">AIP-193: errors</a>
 */
record Refusal(
    String code,
    String words,
    String reason,
    Map<String, String> metadata,
    @Nullable String requestId) {
  private static final String[] CODES = {
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED"
  };
  private static final String TYPE = "type.googleapis.com/google.rpc.";

  /** What an answer says, which the library throws as {@code e}. */
  static Refusal of(HttpResponseException e) {
    String content = e.getContent();
    JsonNode error = Rest.tree(content == null ? "" : content).path("error");
    String code = error.path("status").asText(byHttp(e.getStatusCode()));
    String words = error.path("message").asText("HTTP status " + e.getStatusCode());
    return of(
        code,
        words,
        error.path("details"),
        e.getHeaders().getFirstHeaderStringValue("X-GUploader-UploadID"));
  }

  /**
   * What a {@code google.rpc.Status} says, such as of an operation that failed.
   *
   * @param id of the operation
   */
  static Refusal of(JsonNode status, String id) {
    int code = status.path("code").asInt(2);
    String name = code >= 0 && code < CODES.length ? CODES[code] : "UNKNOWN";
    return of(name, status.path("message").asText(name), status.path("details"), id);
  }

  private static Refusal of(String code, String words, JsonNode details, @Nullable String id) {
    String reason = "";
    String requestId = id;
    var metadata = new HashMap<String, String>();
    for (JsonNode detail : details) {
      switch (detail.path("@type").asText()) {
        case TYPE + "ErrorInfo" -> {
          reason = detail.path("reason").asText();
          detail
              .path("metadata")
              .properties()
              .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
        }
        case TYPE + "RequestInfo" -> requestId = detail.path("requestId").asText(id);
        case TYPE + "PreconditionFailure" ->
            detail
                .path("violations")
                .forEach(it -> metadata.put("violation", it.path("type").asText()));
        default -> {}
      }
    }
    return new Refusal(code, words, reason, metadata, requestId);
  }

  /** Where nothing but the HTTP status is known (google/rpc/code.proto). */
  private static String byHttp(int status) {
    return switch (status) {
      case 400 -> "INVALID_ARGUMENT";
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 409 -> "ABORTED";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 502, 503 -> "UNAVAILABLE";
      case 504 -> "DEADLINE_EXCEEDED";
      default -> "UNKNOWN";
    };
  }

  /** The answer that {@code thrown} comes from, where one came. */
  static Optional<Refusal> in(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof HttpResponseException answer) {
        return Optional.of(of(answer));
      }
    }
    return Optional.empty();
  }
}
