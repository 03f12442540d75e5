package dev.wayfare.bench.warm;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request and its response as Azure's Java worker has them, without the worker. */
final class AzureExchange implements HttpRequestMessage<Optional<byte[]>> {
  private static final URI ADDRESS =
      URI.create("https://app.azurewebsites.net" + ShimBenchmark.TARGET);

  private final Map<String, String> fields;
  private final byte[] content;

  AzureExchange(Map<String, String> fields, byte[] content) {
    this.fields = fields;
    this.content = content;
  }

  @Override
  public URI getUri() {
    return ADDRESS;
  }

  @Override
  public HttpMethod getHttpMethod() {
    return HttpMethod.POST;
  }

  @Override
  public Map<String, String> getHeaders() {
    return fields;
  }

  @Override
  public Map<String, String> getQueryParameters() {
    return Map.of();
  }

  @Override
  public Optional<byte[]> getBody() {
    return Optional.of(content);
  }

  @Override
  public HttpResponseMessage.Builder createResponseBuilder(HttpStatus status) {
    return new Response(status);
  }

  @Override
  public HttpResponseMessage.Builder createResponseBuilder(HttpStatusType status) {
    return new Response(status);
  }

  private static final class Response implements HttpResponseMessage, HttpResponseMessage.Builder {
    private final Map<String, String> fields = new HashMap<>();
    private HttpStatusType status;
    private @Nullable Object content;

    Response(HttpStatusType status) {
      this.status = status;
    }

    @Override
    public HttpResponseMessage.Builder status(HttpStatusType other) {
      status = other;
      return this;
    }

    @Override
    public HttpResponseMessage.Builder header(String key, String value) {
      fields.put(key, value);
      return this;
    }

    @Override
    public HttpResponseMessage.Builder body(@Nullable Object body) {
      content = body;
      return this;
    }

    @Override
    public HttpResponseMessage build() {
      return this;
    }

    @Override
    public HttpStatusType getStatus() {
      return status;
    }

    @Override
    public String getHeader(String key) {
      return fields.getOrDefault(key, "");
    }

    @Override
    public @Nullable Object getBody() {
      return content;
    }
  }
}
