package dev.wayfare.pricing;

/** Who shares a monthly free allowance, in the provider's own words. */
public enum AllowanceScope {
  /** An AWS account, or an organization's paying account; all regions together. */
  ACCOUNT,
  /** An Azure subscription. */
  SUBSCRIPTION,
  /** A Google billing account: all its projects and regions together. */
  BILLING_ACCOUNT;
}
