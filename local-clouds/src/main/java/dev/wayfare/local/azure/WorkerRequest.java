package dev.wayfare.local.azure;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import dev.wayfare.local.http.Request;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as the Java worker hands it to a function: names of header fields in lower case, each
 * with one value.
 *
 * @see <a href="https://github.com/Azure/azure-functions-java-worker">RpcHttpRequestDataSource, and
 *     GrpcMessageConversionExtensions in azure-functions-host</a>
 */
final class WorkerRequest implements HttpRequestMessage<Optional<byte[]>> {
  private final Request request;
  private final URI uri;
  private final HttpMethod method;
  private final Map<String, String> headers;

  private WorkerRequest(Request request, URI uri, HttpMethod method, Map<String, String> headers) {
    this.request = request;
    this.uri = uri;
    this.method = method;
    this.headers = headers;
  }

  /**
   * The request.
   *
   * @throws IllegalArgumentException if the worker could not carry it: an unknown method, or a
   *     target that {@link URI} refuses
   */
  static WorkerRequest of(Request request) {
    var headers = new TreeMap<>(request.joinedFields(","));
    headers.merge(
        "x-forwarded-for", request.remoteAddress(), (claimed, caller) -> claimed + ", " + caller);
    String host = headers.getOrDefault("host", "localhost");
    URI uri = URI.create("http://" + host + request.target());
    return new WorkerRequest(request, uri, HttpMethod.valueOf(request.method()), headers);
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public HttpMethod getHttpMethod() {
    return method;
  }

  @Override
  public Map<String, String> getHeaders() {
    return headers;
  }

  @Override
  public Map<String, String> getQueryParameters() {
    var parameters = new LinkedHashMap<String, String>();
    for (String pair : request.query().split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (!name.isEmpty()) {
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.merge(decoded(name), decoded(value), (first, next) -> first + "," + next);
      }
    }
    return parameters;
  }

  @Override
  public Optional<byte[]> getBody() {
    return Optional.of(request.body().bytes()).filter(bytes -> bytes.length > 0);
  }

  @Override
  public HttpResponseMessage.Builder createResponseBuilder(HttpStatus status) {
    return new WorkerResponse(status);
  }

  @Override
  public HttpResponseMessage.Builder createResponseBuilder(HttpStatusType status) {
    return new WorkerResponse(status);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
