package dev.wayfare.deployer.gcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.FileContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpBackOffUnsuccessfulResponseHandler;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpUnsuccessfulResponseHandler;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.util.ExponentialBackOff;
import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.auth.http.HttpCredentialsAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Google's APIs for which there is no library here, by their REST interfaces; and the upload of a
 * package. Throttled calls are repeated. Failures come as {@link UncheckedIOException}.
 */
final class Rest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);

  private final HttpRequestFactory known;
  private final HttpRequestFactory unknown;
  private final @Nullable URI endpoint;
  private final RetrySettings retries;

  /**
   * @param endpoint takes the place of the scheme, host and port of each API, or null for Google's
   */
  Rest(Credentials credentials, @Nullable URI endpoint, RetrySettings retries) {
    var transport = new NetHttpTransport();
    this.known = transport.createRequestFactory(new HttpCredentialsAdapter(credentials));
    this.unknown = transport.createRequestFactory();
    this.endpoint = endpoint;
    this.retries = retries;
  }

  /**
   * @param api its name before {@code .googleapis.com}
   * @param path begins with a slash
   */
  JsonNode get(String api, String path) {
    return call(api, "GET", path, null);
  }

  /** The same; empty where there is no such thing. */
  Optional<JsonNode> find(String api, String path) {
    try {
      return Optional.of(get(api, path));
    } catch (UncheckedIOException e) {
      if (Refusal.in(e).filter(it -> it.code().equals("NOT_FOUND")).isPresent()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  JsonNode post(String api, String path, JsonNode body) {
    return call(api, "POST", path, ByteArrayContent.fromString("application/json", body + ""));
  }

  /** Sends a package to a URL that Google made for it, and which admits whoever has it. */
  void upload(String url, Path archive) {
    try {
      HttpRequest request =
          unknown.buildPutRequest(
              new GenericUrl(url, true), new FileContent("application/zip", archive.toFile()));
      send(request).disconnect();
    } catch (HttpResponseException e) {
      throw new UncheckedIOException(withoutUrl(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Cloud Storage's refusal, in the form of the other APIs'; its message would tell the URL. */
  private static HttpResponseException withoutUrl(HttpResponseException e) {
    String message = "Cloud Storage does not take the package: HTTP status " + e.getStatusCode();
    ObjectNode error = JSON.createObjectNode();
    error.putObject("error").put("message", message).put("status", "FAILED_PRECONDITION");
    return new HttpResponseException.Builder(
            e.getStatusCode(), e.getStatusMessage(), e.getHeaders())
        .setMessage(message)
        .setContent(PASSING.contains(e.getStatusCode()) ? e.getContent() : error.toString())
        .build();
  }

  private JsonNode call(String api, String method, String path, @Nullable HttpContent body) {
    String host = endpoint == null ? "https://" + api + ".googleapis.com" : origin(endpoint);
    try {
      HttpRequest request = known.buildRequest(method, new GenericUrl(host + path, true), body);
      return tree(send(request).parseAsString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String origin(URI endpoint) {
    return endpoint.toString().replaceAll("/$", "");
  }

  private HttpResponse send(HttpRequest request) throws IOException {
    // Bodies may hold secrets, and the URL of an upload is one.
    request.setLoggingEnabled(false).setCurlLoggingEnabled(false);
    request.setNumberOfRetries(Math.max(0, retries.getMaxAttempts() - 1));
    request.setReadTimeout(Math.toIntExact(retries.getMaxRpcTimeoutDuration().toMillis()));
    HttpUnsuccessfulResponseHandler authentication = request.getUnsuccessfulResponseHandler();
    var pause =
        new HttpBackOffUnsuccessfulResponseHandler(pauses())
            .setBackOffRequired(response -> PASSING.contains(response.getStatusCode()));
    request.setUnsuccessfulResponseHandler(
        (sent, response, isRepeatable) ->
            (authentication != null && authentication.handleResponse(sent, response, isRepeatable))
                || pause.handleResponse(sent, response, isRepeatable));
    return request.execute();
  }

  private ExponentialBackOff pauses() {
    return new ExponentialBackOff.Builder()
        .setInitialIntervalMillis(millis(retries.getInitialRetryDelayDuration()))
        .setMultiplier(retries.getRetryDelayMultiplier())
        .setMaxIntervalMillis(millis(retries.getMaxRetryDelayDuration()))
        .build();
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(Math.max(1, duration.toMillis()));
  }

  /** What {@code text} says, or an empty object where it is no JSON. */
  static JsonNode tree(String text) {
    try {
      return JSON.readTree(text.isBlank() ? "{}" : text);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }
}
