package dev.wayfare.shim;

/**
 * One request to a guest, as every shim hands it over whatever its cloud made of it.
 *
 * @param method the method token, its case kept (RFC 9110 §9.1)
 * @param path the path as it was sent, percent-encoded; starts with "/"
 * @param query the query as it was sent, without "?"; empty if there is none
 * @param protocol such as "HTTP/1.1"
 * @param scheme "http" or "https", as the caller used it
 * @param remoteAddress the caller's IP address, or empty where the platform does not tell
 * @param headers the fields; the constructor takes away those of the connection and every {@code
 *     wayfare-} field
 * @param body the content, decoded from whatever the platform wrapped it in
 */
public record Invocation(
    String method,
    String path,
    String query,
    String protocol,
    String scheme,
    String remoteAddress,
    Headers headers,
    Body body) {

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
    headers = headers.withoutHopByHop().without(name -> name.startsWith(PRIVATE_FIELD_PREFIX));
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

    /** The invocation. */
    public Invocation build() {
      return new Invocation(method, path, query, protocol, scheme, remoteAddress, headers, body);
    }
  }
}
