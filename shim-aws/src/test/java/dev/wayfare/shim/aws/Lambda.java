package dev.wayfare.shim.aws;

import com.amazonaws.services.lambda.runtime.Context;
import dev.wayfare.shim.contract.ContractGuest;
import dev.wayfare.shim.host.FunctionHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Invokes the handler as Lambda's runtime does. */
final class Lambda {
  static final String REQUEST_ID = "8476a536-e9f4-11e8-9739-2dfe598c3fcd";

  private static final Context CONTEXT =
      (Context)
          Proxy.newProxyInstance(
              Lambda.class.getClassLoader(),
              new Class<?>[] {Context.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("getAwsRequestId")) {
                  return REQUEST_ID;
                }
                throw new AssertionError(method + " is of no use here");
              });

  private final LambdaHandler handler;

  Lambda() {
    this(ContractGuest.host());
  }

  Lambda(FunctionHost host) {
    this.handler = new LambdaHandler(host);
  }

  /** What the handler writes. */
  byte[] invoke(byte[] event) {
    return invoke(new ByteArrayInputStream(event));
  }

  byte[] invoke(InputStream event) {
    var response = new ByteArrayOutputStream();
    try {
      handler.handleRequest(event, response, CONTEXT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return response.toByteArray();
  }

  /** One of the events that AWS documents. */
  static byte[] sample(String name) {
    String path = "/events/" + name + ".json";
    try (InputStream event = Lambda.class.getResourceAsStream(path)) {
      return Objects.requireNonNull(event, path).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JSON, with apostrophes for quotation marks. */
  static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
