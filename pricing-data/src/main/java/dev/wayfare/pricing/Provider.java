package dev.wayfare.pricing;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/** Who sends the bill. */
public enum Provider {
  AWS,
  AZURE,
  GCP,
  /** The user's own machine: its price is whatever the user says. */
  EDGE;

  private static final ZoneId GOOGLE_BILLING = ZoneId.of("America/Los_Angeles");

  /** The provider's name in configuration and data files: lower case. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Where the provider's month begins, and with it a new free allowance: at midnight on the first
   * day of the calendar month.
   *
   * <p>AWS bills by <a href="https://repost.aws/knowledge-center/monthly-aws-billing">UTC</a>;
   * Google by <a
   * href="https://cloud.google.com/dotnet/docs/reference/Google.Cloud.Billing.Budgets.V1/2.1.0/Google.Cloud.Billing.Budgets.V1.CalendarPeriod">US
   * Pacific time</a>, with its summer time. Azure's usage is dated in UTC; that its free grant
   * follows the calendar month in UTC also where a subscription is invoiced from another day on is
   * taken as given, without a source.
   */
  public ZoneId billingZone() {
    return this == GCP ? GOOGLE_BILLING : ZoneOffset.UTC;
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
