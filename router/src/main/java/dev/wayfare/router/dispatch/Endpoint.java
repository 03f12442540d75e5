package dev.wayfare.router.dispatch;

import java.net.URI;

/**
 * Where a target listens.
 *
 * @param host a name or an address, that of IPv6 in brackets
 * @param basePath what stands before each request's path; empty, or without a trailing slash
 */
public record Endpoint(String host, int port, boolean tls, String basePath) {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  static Endpoint of(URI uri) {
    boolean tls = "https".equals(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    String basePath = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return new Endpoint(uri.getHost(), port, tls, basePath);
  }

  /** Scheme, host and port, the port where it is not the scheme's own. */
  public String origin() {
    boolean isUsual = port == (tls ? HTTPS_PORT : HTTP_PORT);
    return (tls ? "https://" : "http://") + host + (isUsual ? "" : ":" + port);
  }

  /** The host as a bare connection needs it: without brackets. */
  public String address() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
