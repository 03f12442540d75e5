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

/** A request as Azure's Java worker hands it over. */
record FakeRequest(Invocation request) implements HttpRequestMessage<Optional<byte[]>> {
  @Override
  public URI getUri() {
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    return URI.create("https://app.azurewebsites.net" + request.path() + query);
  }

  @Override
  public HttpMethod getHttpMethod() {
    return HttpMethod.valueOf(request.method());
  }

  @Override
  public Map<String, String> getHeaders() {
    var headers = new HashMap<String, String>();
    for (Header line : request.headers()) {
      headers.put(line.name().toLowerCase(Locale.ROOT), line.value());
    }
    return headers;
  }

  @Override
  public Map<String, String> getQueryParameters() {
    throw new AssertionError("this is not the query as it was sent");
  }

  @Override
  public Optional<byte[]> getBody() {
    return Optional.of(request.body().toByteArray()).filter(body -> body.length > 0);
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
