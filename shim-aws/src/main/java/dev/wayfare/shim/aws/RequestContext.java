package dev.wayfare.shim.aws;

import java.io.IOException;
import java.util.Optional;

/** Reads what a request event tells of the request beside the request itself. */
final class RequestContext {
  /** Function URLs have no domains of one's own. */
  private static final String FUNCTION_URL_DOMAIN = ".lambda-url.";

  private final JsonReader json;
  private String method = "";
  private String protocol = "";
  private String sourceIp = "";
  private String domain = "";
  private boolean isLoadBalancer;

  RequestContext(JsonReader json) {
    this.json = json;
  }

  void member(String name) throws IOException {
    switch (name) {
      case "http" -> json.object(name, this::http);
      case "identity" -> json.object(name, this::sourceIp);
      case "protocol" -> protocol = json.text(name);
      case "domainName" -> domain = json.text(name);
      case "elb" -> {
        isLoadBalancer = !json.isNull();
        json.skip();
      }
      default -> json.skip();
    }
  }

  /** The method; empty but in format 2.0. */
  String method() {
    return method;
  }

  /** The protocol; HTTP/1.1 where it is not told. */
  String protocol() {
    return protocol.isEmpty() ? "HTTP/1.1" : protocol;
  }

  /** The caller's address, where it is told. */
  Optional<String> sourceIp() {
    return Optional.of(sourceIp).filter(address -> !address.isEmpty());
  }

  boolean isLoadBalancer() {
    return isLoadBalancer;
  }

  boolean isFunctionUrl() {
    return domain.contains(FUNCTION_URL_DOMAIN);
  }

  private void http(String name) throws IOException {
    switch (name) {
      case "method" -> method = json.text(name);
      case "protocol" -> protocol = json.text(name);
      default -> sourceIp(name);
    }
  }

  private void sourceIp(String name) throws IOException {
    if (name.equals("sourceIp")) {
      sourceIp = json.text(name);
    } else {
      json.skip();
    }
  }
}
