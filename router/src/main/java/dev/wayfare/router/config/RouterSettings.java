package dev.wayfare.router.config;

import org.jspecify.annotations.Nullable;

/**
 * The section {@code router} of the file.
 *
 * @param listener where requests arrive
 * @param tls what requests are encrypted with, or null where they come in clear
 * @param admin where health, metrics and targets are shown
 * @param adminKey what is asked of whoever reads more there than health, or null for nothing: then
 *     it is on loopback
 * @param decisionHeaders whether answers say which target gave them and what it was quoted at
 * @param location where the router runs
 * @param bounds what one request may use
 * @param resilience what is done about targets that fail
 */
public record RouterSettings(
    Address listener,
    @Nullable TlsSettings tls,
    Address admin,
    @Nullable AdminKey adminKey,
    boolean decisionHeaders,
    Location location,
    Bounds bounds,
    Resilience resilience) {
  public RouterSettings {
    if (adminKey == null && !admin.isLoopback()) {
      throw new IllegalArgumentException("without a key the admin server is on loopback");
    }
  }

  /** The settings of a file without this section. */
  public static final RouterSettings DEFAULT =
      new RouterSettings(
          new Address("127.0.0.1", 8080),
          null,
          new Address("127.0.0.1", 9090),
          null,
          false,
          Location.INTERNET,
          Bounds.DEFAULT,
          Resilience.DEFAULT);

  /** These settings with requests arriving at {@code address}. */
  public RouterSettings withListener(Address address) {
    return new RouterSettings(
        address, tls, admin, adminKey, decisionHeaders, location, bounds, resilience);
  }

  /** These settings with the admin server at {@code address}. */
  public RouterSettings withAdmin(Address address) {
    return new RouterSettings(
        listener, tls, address, adminKey, decisionHeaders, location, bounds, resilience);
  }

  /** These settings with decision headers or without. */
  public RouterSettings withDecisionHeaders(boolean on) {
    return new RouterSettings(listener, tls, admin, adminKey, on, location, bounds, resilience);
  }
}
