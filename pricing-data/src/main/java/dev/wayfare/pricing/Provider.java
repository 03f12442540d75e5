package dev.wayfare.pricing;

import java.util.Locale;
import java.util.Optional;

/** Who sends the bill. */
public enum Provider {
  AWS,
  AZURE,
  GCP,
  /** The user's own machine: its price is whatever the user says. */
  EDGE;

  /** The provider's name in configuration and data files: lower case. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The provider with exactly this {@link #id()}, or empty. */
  public static Optional<Provider> of(String id) {
    for (Provider provider : values()) {
      if (provider.id().equals(id)) {
        return Optional.of(provider);
      }
    }
    return Optional.empty();
  }
}
