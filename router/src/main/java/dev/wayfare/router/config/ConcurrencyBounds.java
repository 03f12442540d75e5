package dev.wayfare.router.config;

/**
 * The section {@code router.concurrency}: between what a target's limit of requests at once moves.
 *
 * @param min a target with fewer requests is never held to be overloaded, 1 or more
 * @param max no target gets more, at least {@code min}
 */
public record ConcurrencyBounds(int min, int max) {
  /** The bounds of a file that names none. */
  public static final ConcurrencyBounds DEFAULT = new ConcurrencyBounds(16, 1024);

  public ConcurrencyBounds {
    if (min < 1 || max < min) {
      throw new IllegalArgumentException(
          "a target may have from 1 request to as many as it is given, not %d to %d"
              .formatted(min, max));
    }
  }
}
