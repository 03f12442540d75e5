package dev.wayfare.shim.gcp;

import com.google.cloud.functions.HttpResponse;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.InvocationResult;
import java.io.IOException;
import java.io.OutputStream;

/** Writes an answer so that Google's invoker sends every value of it. */
final class ResponseWriter {
  /** ": " and the line's end. */
  static final int LINE_BYTES = 4;

  private ResponseWriter() {}

  /** What the fields take up on the wire. */
  static int headBytes(Headers fields) {
    return fields.lengthBytes() + LINE_BYTES * fields.size();
  }

  /** Returns when all of it was handed to the connection. */
  static void write(InvocationResult result, String method, HttpResponse response)
      throws IOException {
    response.setStatusCode(result.status());
    for (Header line : result.headers()) {
      if (!line.name().equalsIgnoreCase("content-type")) {
        response.appendHeader(line.name(), line.value());
      }
    }
    contentType(result.headers(), response);
    OutputStream out = response.getOutputStream();
    if (result.body().length() > 0) {
      result.body().writeTo(out);
    } else if (method.equals("HEAD") || result.status() == 304) {
      // Else Jetty would say that the content, which was left away, is of length 0.
      out.flush();
    }
    out.close();
  }

  /** The invoker keeps the last line of this field alone, so several are combined. */
  private static void contentType(Headers fields, HttpResponse response) {
    String type = String.join(", ", fields.all("content-type"));
    if (type.isEmpty()) {
      return;
    }
    try {
      response.setContentType(type);
    } catch (IllegalArgumentException e) {
      // It sets the field and then looks for a charset, for a writer that is not used here.
      if (response.getContentType().filter(type::equals).isEmpty()) {
        throw e;
      }
    }
  }
}
