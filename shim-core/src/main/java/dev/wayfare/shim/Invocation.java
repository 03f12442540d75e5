package dev.wayfare.shim;

import java.util.Map;

/**
 * One request to a guest, as every shim hands it over whatever its cloud made of it.
 *
 * @param method the method token, its case kept (RFC 9110 §9.1)
 * @param path the path as it was sent, percent-encoded; starts with "/"
 * @param query the query as it was sent, without "?"; empty if there is none
 * @param protocol such as "HTTP/1.1"
 * @param scheme "http" or "https", as the caller used it
 * @param remoteAddress the caller's IP address, or empty where the platform does not tell
 * @param headers the fields as they came; the host takes away those of the connection and every
 *     {@code wayfare-} field before a guest sees them
 * @param body the content, decoded from whatever the platform wrapped it in
 * @param logFields what the platform's log viewer knows this request by, such as its id there; a
 *     member of each log line
 */
public record Invocation(
    String method,
    String path,
    String query,
    String protocol,
    String scheme,
    String remoteAddress,
    Headers headers,
    Body body,
    Map<String, String> logFields) {

  /** The prefix of the fields that Wayfare keeps for itself, in lower case. */
  public static final String PRIVATE_FIELD_PREFIX = "wayfare-";

  /** Refuses a path that does not start with "/". */
  public Invocation {
    if (method.isEmpty()) {
      throw new IllegalArgumentException("a request needs a method");
    }
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("the path must start with \"/\", but is \"" + path + "\"");
    }
    logFields = Map.copyOf(logFields);
  }

  /** This request with another target, such as "/hello?name=Ada". */
  public Invocation withTarget(String target) {
    return copy().target(target).build();
  }

  /** This request with another method. */
  public Invocation withMethod(String token) {
    return copy().method(token).build();
  }

  /** This request with other fields. */
  public Invocation withHeaders(Headers fields) {
    return copy().headers(fields).build();
  }

  private Builder copy() {
    return builder()
        .method(method)
        .path(path)
        .query(query)
        .protocol(protocol)
        .scheme(scheme)
        .remoteAddress(remoteAddress)
        .headers(headers)
        .body(body)
        .logFields(logFields);
  }

  /** A builder whose defaults are a plain GET of "/" from nobody in particular. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of an {@link Invocation}; every part has a default. */
  public static final class Builder {
    private String method = "GET";
    private String path = "/";
    private String query = "";
    private String protocol = "HTTP/1.1";
    private String scheme = "http";
    private String remoteAddress = "";
    private Headers headers = Headers.EMPTY;
    private Body body = Body.EMPTY;
    private Map<String, String> logFields = Map.of();

    private Builder() {}

    /** Sets the method; default GET. */
    public Builder method(String method) {
      this.method = method;
      return this;
    }

    /** Sets the percent-encoded path; default "/". */
    public Builder path(String path) {
      this.path = path;
      return this;
    }

    /** Sets the raw query without "?"; default empty. */
    public Builder query(String query) {
      this.query = query;
      return this;
    }

    /** Sets path and query from a request target such as "/hello?name=Ada". */
    public Builder target(String target) {
      int mark = target.indexOf('?');
      this.path = mark < 0 ? target : target.substring(0, mark);
      this.query = mark < 0 ? "" : target.substring(mark + 1);
      return this;
    }

    /** Sets the protocol; default "HTTP/1.1". */
    public Builder protocol(String protocol) {
      this.protocol = protocol;
      return this;
    }

    /** Sets the scheme; default "http". */
    public Builder scheme(String scheme) {
      this.scheme = scheme;
      return this;
    }

    /** Sets the caller's IP address; default empty. */
    public Builder remoteAddress(String remoteAddress) {
      this.remoteAddress = remoteAddress;
      return this;
    }

    /** Sets the fields; default none. */
    public Builder headers(Headers headers) {
      this.headers = headers;
      return this;
    }

    /** Sets the content; default none. */
    public Builder body(Body body) {
      this.body = body;
      return this;
    }

    /** Sets what the platform's log viewer knows this request by; default nothing. */
    public Builder logFields(Map<String, String> logFields) {
      this.logFields = logFields;
      return this;
    }

    /** The invocation. */
    public Invocation build() {
      return new Invocation(
          method, path, query, protocol, scheme, remoteAddress, headers, body, logFields);
    }
  }
}
