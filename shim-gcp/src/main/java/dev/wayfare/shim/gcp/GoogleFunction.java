package dev.wayfare.shim.gcp;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.host.FunctionHost;
import java.io.IOException;
import java.util.Locale;

/**
 * The Google Cloud function that serves a module. Its target is {@code
 * dev.wayfare.shim.gcp.GoogleFunction}.
 */
public final class GoogleFunction implements HttpFunction {
  private final FunctionHost host;

  /** Serves the module on this class's own class path; Google's invoker calls it at its start. */
  public GoogleFunction() {
    this(FunctionHost.builder(GoogleFunction.class.getClassLoader(), System.getenv()).build());
    EncodedPaths.accept();
  }

  GoogleFunction(FunctionHost host) {
    this.host = host;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    InvocationResult result = answer(request);
    response.setStatusCode(result.status());
    for (Header line : result.headers()) {
      response.appendHeader(line.name(), line.value());
    }
    if (result.body().length() > 0) {
      result.body().writeTo(response.getOutputStream());
    }
  }

  private InvocationResult answer(HttpRequest request) throws IOException {
    if (isForm(request)) {
      return host.refuse(
          502, "Google's invoker takes multipart/form-data apart, and its bytes are lost");
    }
    try {
      return host.invoke(RequestReader.read(request, host.limits().requestBytes()));
    } catch (IllegalArgumentException e) {
      return host.refuse(400, "this is no request: " + e.getMessage());
    }
  }

  /** Of such a request the invoker leaves no body, only its parts, one for each name. */
  private static boolean isForm(HttpRequest request) {
    return request
        .getContentType()
        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data"))
        .isPresent();
  }
}
