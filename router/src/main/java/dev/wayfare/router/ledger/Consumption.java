package dev.wayfare.router.ledger;

/**
 * What a consumer has used.
 *
 * @param requests that were let in
 * @param spend what their calls cost: all tries, hedges included
 */
public record Consumption(long requests, Spend spend) {
  /** Nothing. */
  public static final Consumption NONE = new Consumption(0, Spend.NONE);

  public Consumption {
    if (requests < 0) {
      throw new IllegalArgumentException("requests are 0 or more");
    }
  }

  /** The sum of both. */
  public Consumption plus(Consumption other) {
    return new Consumption(requests + other.requests, spend.plus(other.spend));
  }
}
