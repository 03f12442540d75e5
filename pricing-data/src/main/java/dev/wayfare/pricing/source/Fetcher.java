package dev.wayfare.pricing.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server for a price list: conditionally where an earlier version is named, compressed where
 * the server can, again where that may help, and within bounds of time and size. It is read as it
 * arrives, so a large one needs little memory.
 */
final class Fetcher {
  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private final HttpClient client;
  private final Duration total;
  private final Persistence persistence;

  Fetcher(HttpClient client, Duration total, Persistence persistence) {
    this.client = client;
    this.total = total;
    this.persistence = persistence;
  }

  /**
   * What to ask for.
   *
   * @param uri where
   * @param fields further header fields, such as a key
   * @param validator the version that is known already, as {@link Fetched.Content} gave it; null
   *     where none is
   * @param mostBytes the largest list to accept, before and after decompression
   */
  record Request(URI uri, Map<String, String> fields, @Nullable String validator, long mostBytes) {
    /** Its address without the query, for messages. */
    String name() {
      return uri.getAuthority() + uri.getPath();
    }
  }

  /** Reads a list, to its end. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(InputStream in) throws IOException;
  }

  /**
   * The list, or that it is still the same.
   *
   * @throws PriceSourceException where no attempt succeeded
   */
  <T> Fetched<T> get(Request request, Parser<T> parser) {
    return persistence.attempt(request.name(), () -> once(request, parser));
  }

  private <T> Fetched<T> once(Request request, Parser<T> parser)
      throws IOException, InterruptedException {
    Deadline deadline = Deadline.in(total);
    try {
      HttpResponse<InputStream> response =
          client.send(httpRequest(request), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = deadline.closing(response.body())) {
        return answer(request, response, body, parser);
      }
    } catch (ConnectException e) {
      throw new IOException("there is no connection", e);
    } catch (JsonEOFException e) {
      throw new IOException("the answer ends in its middle", e);
    } catch (JsonProcessingException e) {
      throw new PriceSourceException(
          request.name() + " did not answer with JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      if (deadline.hasPassed() || e instanceof HttpTimeoutException) {
        throw new IOException("the answer took more than " + total.toMillis() + " ms", e);
      }
      throw e;
    } finally {
      deadline.cancel();
    }
  }

  private HttpRequest httpRequest(Request request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.uri())
            .timeout(total)
            .header("Accept", "application/json")
            .header("Accept-Encoding", "gzip")
            .header("User-Agent", "wayfare/0.1");
    request.fields().forEach(builder::header);
    String validator = request.validator();
    if (validator != null) {
      boolean isEntityTag = validator.endsWith("\"");
      builder.header(isEntityTag ? "If-None-Match" : "If-Modified-Since", validator);
    }
    return builder.build();
  }

  private <T> Fetched<T> answer(
      Request request, HttpResponse<?> response, InputStream body, Parser<T> parser)
      throws IOException {
    int status = response.statusCode();
    if (status == NOT_MODIFIED && request.validator() != null) {
      return new Fetched.Unchanged<>();
    }
    if (status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS || status >= SERVER_ERROR) {
      throw new TransientAnswerException(
          "it answered " + status, persistence.retryAfter(field(response, "Retry-After")));
    }
    if (status != OK) {
      throw new PriceSourceException(request.name() + " answered " + status + " instead of prices");
    }
    T value = parser.parse(json(request, response, body));
    String label = field(response, "ETag").or(() -> field(response, "Last-Modified")).orElse(null);
    return new Fetched.Content<>(value, label);
  }

  private static InputStream json(Request request, HttpResponse<?> response, InputStream body)
      throws IOException {
    InputStream wire = new BoundedInputStream(body, request.mostBytes(), request.name());
    String coding = field(response, "Content-Encoding").orElse("identity").toLowerCase(Locale.ROOT);
    InputStream plain =
        switch (coding) {
          case "identity" -> wire;
          case "gzip", "x-gzip" ->
              new BoundedInputStream(
                  new GZIPInputStream(wire), request.mostBytes(), request.name());
          default ->
              throw new PriceSourceException(
                  request.name() + " answered in the unknown coding '" + coding + "'");
        };
    BufferedInputStream buffered = new BufferedInputStream(plain);
    buffered.mark(1);
    if (buffered.read() == '<') {
      throw new PriceSourceException(request.name() + " answered with a page instead of prices");
    }
    buffered.reset();
    return buffered;
  }

  private static Optional<String> field(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name);
  }
}
