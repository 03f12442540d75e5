package dev.wayfare.pricing;

/**
 * Calls of one plan, each rounded as the plan says and then added: whole steps of what a bill grows
 * with. Since every quantity is so much for each step, a tally is billed exactly as its calls are.
 *
 * @param calls how many, 0 or more
 * @param billedMillis their time, each call's by {@link RateCard#billedMillis}; 0 or more
 * @param responseBytes what they answered, 0 or more
 */
public record Tally(long calls, long billedMillis, long responseBytes) {
  public Tally {
    if ((calls | billedMillis | responseBytes) < 0) {
      throw new IllegalArgumentException("a tally's counts are 0 or more");
    }
  }
}
