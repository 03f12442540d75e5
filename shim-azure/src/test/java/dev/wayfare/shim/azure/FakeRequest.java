package dev.wayfare.shim.azure;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Invocation;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as Azure's Java worker hands it over, whatever that is: the worker looks URL and method
 * up only when it is asked for them, and what it declares as bytes may be a text.
 */
final class FakeRequest implements HttpRequestMessage<Object> {
  private final Map<String, String> headers = new HashMap<>();
  @Nullable String url = "https://app.azurewebsites.net/";
  @Nullable String method = "GET";
  @Nullable Object body = Optional.empty();

  static FakeRequest of(Invocation request) {
    var fake = new FakeRequest();
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    fake.url = "https://app.azurewebsites.net" + request.path() + query;
    fake.method = request.method();
    for (Header line : request.headers()) {
      fake.header(line.name().toLowerCase(Locale.ROOT), line.value());
    }
    fake.body = Optional.of(request.body().toByteArray()).filter(bytes -> bytes.length > 0);
    return fake;
  }

  FakeRequest header(@Nullable String name, @Nullable String value) {
    headers.put(name, value);
    return this;
  }

  @Override
  @SuppressWarnings("NullAway") // The library promises nothing.
  public URI getUri() {
    return url == null ? null : URI.create(url);
  }

  @Override
  @SuppressWarnings("NullAway") // The library promises nothing.
  public HttpMethod getHttpMethod() {
    return method == null ? null : HttpMethod.value(method);
  }

  @Override
  public Map<String, String> getHeaders() {
    return headers;
  }

  @Override
  public Map<String, String> getQueryParameters() {
    throw new AssertionError("this is not the query as it was sent");
  }

  @Override
  @SuppressWarnings("NullAway") // The library promises nothing.
  public Object getBody() {
    return body;
  }

  /** This, as the function declares it; the worker's types are erased too. */
  @SuppressWarnings("unchecked")
  HttpRequestMessage<Optional<byte[]>> declared() {
    return (HttpRequestMessage<Optional<byte[]>>) (HttpRequestMessage<?>) this;
  }

  @Override
  public HttpResponseMessage.Builder createResponseBuilder(HttpStatus status) {
    return new FakeResponse(status);
  }

  @Override
  public HttpResponseMessage.Builder createResponseBuilder(HttpStatusType status) {
    return new FakeResponse(status);
  }
}
