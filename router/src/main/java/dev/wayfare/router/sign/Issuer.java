package dev.wayfare.router.sign;

/** Where credentials come from: a server beside the router, or files and variables of its own. */
public interface Issuer {
  /**
   * Asks for a credential; blocks.
   *
   * @throws IssuerException where there is none to be had now
   */
  Credential issue();
}
