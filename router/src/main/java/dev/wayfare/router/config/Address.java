package dev.wayfare.router.config;

import java.net.InetAddress;

/**
 * Where a listener listens.
 *
 * @param host a name or an IP address
 * @param port 0 to 65,535; 0 lets the system choose
 */
public record Address(String host, int port) {
  static final int MAX_PORT = 65_535;

  public Address {
    if (host.isBlank() || port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("not an address: '%s' port %d".formatted(host, port));
    }
  }

  /**
   * Whether nobody but this machine reaches it. Asks no name server: what a name means can change
   * after it was asked.
   */
  public boolean isLoopback() {
    return isLoopback(host);
  }

  /** Whether {@code host} is a name or an address of this machine alone. */
  public static boolean isLoopback(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The same host with another port. */
  public Address withPort(int newPort) {
    return new Address(host, newPort);
  }
}
