package dev.wayfare.local.azure;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import java.lang.reflect.ParameterizedType;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as the Java worker hands it to a function. URL and method are looked up only when the
 * function asks for them, and what is none is thrown at it.
 *
 * @see <a
 *     href="https://github.com/Azure/azure-functions-java-worker/blob/dev/src/main/java/com/microsoft/azure/functions/worker/binding/RpcHttpRequestDataSource.java">RpcHttpRequestDataSource</a>
 * @param request the request
 * @param getBody its body, of the type that the function declares
 */
record WorkerRequest(RpcHttp request, @Nullable Object getBody)
    implements HttpRequestMessage<@Nullable Object> {

  /**
   * The request for a parameter of such a type.
   *
   * @throws ClassCastException if the body is of another kind
   */
  static WorkerRequest of(RpcHttp request, ParameterizedType type) {
    if (type.getRawType() != HttpRequestMessage.class) {
      throw new ClassCastException("Cannot convert a request to type " + type.getTypeName());
    }
    return new WorkerRequest(request, request.body().as(type.getActualTypeArguments()[0]));
  }

  @Override
  public URI getUri() {
    return URI.create(request.url());
  }

  @Override
  public HttpMethod getHttpMethod() {
    return HttpMethod.value(request.method());
  }

  @Override
  public Map<String, String> getHeaders() {
    return request.headers();
  }

  /** Those with a value; the host leaves out the others. */
  @Override
  public Map<String, String> getQueryParameters() {
    var parameters = new LinkedHashMap<String, String>();
    String query = request.url().replaceFirst("^[^?]*\\??", "");
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && equals < pair.length() - 1) {
        String name = decoded(pair.substring(0, equals));
        String value = decoded(pair.substring(equals + 1));
        parameters.merge(name, value, (first, next) -> first + "," + next);
      }
    }
    return parameters;
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
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
