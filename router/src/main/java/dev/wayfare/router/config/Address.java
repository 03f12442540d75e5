package dev.wayfare.router.config;

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

  /** The same host with another port. */
  public Address withPort(int newPort) {
    return new Address(host, newPort);
  }
}
