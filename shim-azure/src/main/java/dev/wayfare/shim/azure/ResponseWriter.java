package dev.wayfare.shim.azure;

import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatusType;
import dev.wayfare.shim.CarriedFields;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes an answer with the builder of Azure's Java worker, which keeps one value for each field
 * name: a repeated field becomes one with its values joined (RFC 9110 §5.3).
 *
 * <p>The body is set even where it is empty: for one that is not, the worker sends JSON's null, and
 * the Functions host then adds a content type, or a charset to the one there is (<a
 * href="https://github.com/Azure/azure-functions-host/blob/dev/src/WebJobs.Script/Binding/Http/RawScriptResult.cs">RawScriptResult</a>).
 */
final class ResponseWriter {
  private ResponseWriter() {}

  /**
   * The answer with nothing in it that would be lost on the way.
   *
   * @throws NotCarriedException if something would be
   */
  static InvocationResult carriable(InvocationResult result, Invocation invocation) {
    if (result.status() == 205 && result.body().length() > 0) {
      throw new NotCarriedException("Azure Functions cannot carry content with a status of 205");
    }
    Set<String> altered = altered(result.headers());
    if (altered.isEmpty()) {
      return result;
    }
    if (!CarriedFields.accepts(invocation)) {
      throw new NotCarriedException(
          "Azure Functions would alter a field of the response: " + String.join(", ", altered));
    }
    return result.withHeaders(CarriedFields.carry(result.headers(), altered::contains));
  }

  /**
   * The fields, by lower-case name, that do not come through: several {@code Set-Cookie}, which
   * cannot be joined; values that are not ASCII, which <a
   * href="https://github.com/dotnet/aspnetcore/blob/main/src/Servers/Kestrel/Core/src/Internal/Http/HttpHeaders.cs">Kestrel</a>
   * refuses; and an empty {@code Content-Type}, which it leaves out.
   */
  static Set<String> altered(Headers headers) {
    var altered = new TreeSet<String>();
    boolean hasCookie = false;
    for (Header line : headers) {
      String name = line.name().toLowerCase(Locale.ROOT);
      boolean cookie = name.equals("set-cookie");
      if ((cookie && hasCookie)
          || (name.equals("content-type") && line.value().isEmpty())
          || !line.value().chars().allMatch(c -> c < 0x7f)) {
        altered.add(name);
      }
      hasCookie |= cookie;
    }
    return altered;
  }

  static HttpResponseMessage write(InvocationResult result, HttpRequestMessage<?> request) {
    HttpResponseMessage.Builder response =
        request.createResponseBuilder(HttpStatusType.custom(result.status()));
    result.headers().combined().forEach(response::header);
    return response.body(result.body().toByteArray()).build();
  }
}
