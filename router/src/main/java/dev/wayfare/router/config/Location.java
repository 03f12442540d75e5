package dev.wayfare.router.config;

/** Where the router runs: what targets send to it is billed accordingly. */
public enum Location {
  /** Outside every provider's network: each answer is billed as egress to the internet. */
  INTERNET
}
