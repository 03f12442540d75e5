package dev.wayfare.shim.gcp;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.wayfare.shim.CarriedFields;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.host.FunctionHost;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/**
 * The Google Cloud function that serves a module. Its target is {@code
 * dev.wayfare.shim.gcp.GoogleFunction}; {@link GoogleEventFunction} is for events.
 */
public final class GoogleFunction implements HttpFunction {
  /** The invoker writes a line of its own beside the function's (Jetty's HttpConfiguration). */
  private static final Set<String> DOUBLED = Set.of("date", "server");

  private final FunctionHost host;
  private final RequestReader reader;
  private final InvokerDefaults invoker;
  private final CallsUnderWay calls = new CallsUnderWay();

  /** Serves the module on this class's own class path; Google's invoker calls it at its start. */
  public GoogleFunction() {
    this(
        FunctionHost.ofClassPath(
            GoogleFunction.class.getClassLoader(), System.getenv(), CloudLog.to(System.out)));
    calls.drainAtShutdown(host);
  }

  private GoogleFunction(FunctionHost host) {
    this(host, Trace.ofProject(System.getenv()), InvokerDefaults.changed(host.limits()));
  }

  GoogleFunction(FunctionHost host, Trace trace, InvokerDefaults invoker) {
    this.host = host;
    this.reader = new RequestReader(host.limits().requestBytes(), trace);
    this.invoker = invoker;
  }

  /**
   * Answers one request.
   *
   * @throws IOException if the caller went away before it had the answer
   */
  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    calls.begin();
    try {
      ResponseWriter.write(answer(request), request.getMethod(), response);
    } finally {
      calls.end();
    }
  }

  private InvocationResult answer(HttpRequest request) {
    Invocation invocation;
    try {
      invocation = reader.read(request);
    } catch (IllegalArgumentException e) {
      return host.refuse(400, "this is no request: " + e.getMessage());
    } catch (IOException e) {
      return host.refuse(400, "the request's body broke off: " + e.getMessage());
    }
    if (!invoker.formsArriveWhole() && isForm(invocation)) {
      return host.refuse(
          invocation,
          502,
          "Google's invoker takes multipart/form-data apart, and its bytes are lost");
    }
    return sendable(invocation, host.invoke(invocation));
  }

  /** The answer as the invoker can send it, or else why it cannot. */
  InvocationResult sendable(Invocation invocation, InvocationResult result) {
    Headers fields = result.headers();
    if (hasDoubled(fields)) {
      if (!CarriedFields.accepts(invocation)) {
        return host.refuse(
            invocation,
            502,
            "Google's invoker puts a Date and a Server of its own beside the answer's");
      }
      fields = CarriedFields.carry(fields, DOUBLED::contains);
    }
    if (ResponseWriter.headBytes(fields) > invoker.headBytes()) {
      return host.refuse(
          invocation,
          502,
          "the answer's head is larger than the "
              + invoker.headBytes()
              + " bytes that Google's invoker sends");
    }
    return result.withHeaders(fields);
  }

  private static boolean hasDoubled(Headers fields) {
    return DOUBLED.stream().anyMatch(name -> fields.first(name).isPresent());
  }

  private static boolean isForm(Invocation invocation) {
    return invocation
        .headers()
        .first("content-type")
        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data"))
        .isPresent();
  }
}
