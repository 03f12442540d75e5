package dev.wayfare.shim.azure;

import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatusType;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.InvocationResult;

/**
 * Writes an answer with the builder of Azure's Java worker, which keeps one value for each field
 * name: a repeated field becomes one with its values joined (RFC 9110 §5.3). {@code Set-Cookie}
 * cannot be joined.
 */
final class ResponseWriter {
  private ResponseWriter() {}

  /** Whether no value would be lost: there is at most one {@code Set-Cookie}. */
  static boolean canCarry(Headers headers) {
    return headers.all("set-cookie").size() <= 1;
  }

  static HttpResponseMessage write(InvocationResult result, HttpRequestMessage<?> request) {
    HttpResponseMessage.Builder response =
        request.createResponseBuilder(HttpStatusType.custom(result.status()));
    result.headers().combined().forEach(response::header);
    if (result.body().length() > 0) {
      response.body(result.body().toByteArray());
    }
    return response.build();
  }
}
