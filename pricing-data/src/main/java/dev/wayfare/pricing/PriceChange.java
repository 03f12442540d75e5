package dev.wayfare.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is different between two books about one price: its figures, not where they come from. */
public sealed interface PriceChange {
  /** Which price. */
  PriceKey key();

  /** A price that only the later book has. */
  record Added(ListPrice after) implements PriceChange {
    @Override
    public PriceKey key() {
      return after.key();
    }
  }

  /** A price that only the earlier book has. */
  record Removed(ListPrice before) implements PriceChange {
    @Override
    public PriceKey key() {
      return before.key();
    }
  }

  /**
   * A price that is another one at some month-to-date position at least.
   *
   * @param moves from low positions to high; each holds up to the next
   */
  record Moved(PriceKey key, List<Move> moves) implements PriceChange {
    public Moved {
      moves = List.copyOf(moves);
    }

    /**
     * True where, at any position, the higher of the two prices is more than {@code factor} times
     * the lower one, or the later book does not know a price that the earlier one did.
     */
    public boolean exceeds(BigDecimal factor) {
      return moves.stream().anyMatch(move -> move.exceeds(factor));
    }

    /** The move by the largest factor, up or down. */
    public Move largest() {
      return moves.stream().reduce((one, other) -> other.isLarger(one) ? other : one).orElseThrow();
    }
  }

  /**
   * A price before and after.
   *
   * @param position from which month-to-date quantity on
   * @param usdBefore in US dollars per unit; null where not known
   * @param usdAfter in US dollars per unit; null where not known
   */
  record Move(BigDecimal position, @Nullable BigDecimal usdBefore, @Nullable BigDecimal usdAfter) {
    private static final int FACTOR_SCALE = 2;

    boolean exceeds(BigDecimal factor) {
      if (usdBefore == null) {
        return false;
      }
      return usdAfter == null
          || usdBefore.max(usdAfter).compareTo(usdBefore.min(usdAfter).multiply(factor)) > 0;
    }

    private boolean isLarger(Move other) {
      if (!other.isFinite() || !isFinite()) {
        return other.isFinite();
      }
      return higher().multiply(other.lower()).compareTo(other.higher().multiply(lower())) > 0;
    }

    private boolean isFinite() {
      return usdBefore != null && usdAfter != null && lower().signum() > 0;
    }

    private BigDecimal higher() {
      return known(usdBefore).max(known(usdAfter));
    }

    private BigDecimal lower() {
      return known(usdBefore).min(known(usdAfter));
    }

    private static BigDecimal known(@Nullable BigDecimal usd) {
      return usd == null ? BigDecimal.ZERO : usd;
    }

    /**
     * By how much the price rose: later over earlier, rounded to two decimals; empty where either
     * is zero or not known.
     */
    public Optional<BigDecimal> factor() {
      return usdBefore == null || usdAfter == null || usdBefore.signum() == 0
          ? Optional.empty()
          : Optional.of(usdAfter.divide(usdBefore, FACTOR_SCALE, RoundingMode.HALF_UP));
    }

    @Override
    public String toString() {
      return "%s to %s from %s on"
          .formatted(
              plain(usdBefore), plain(usdAfter), position.stripTrailingZeros().toPlainString());
    }

    private static String plain(@Nullable BigDecimal usd) {
      return usd == null ? "unknown" : usd.stripTrailingZeros().toPlainString();
    }
  }

  /** Everything that differs from {@code before} to {@code after}, in the order of the keys. */
  static List<PriceChange> between(PriceBook before, PriceBook after) {
    Map<PriceKey, ListPrice> left = byKey(before);
    Map<PriceKey, ListPrice> right = byKey(after);
    NavigableSet<PriceKey> keys = new TreeSet<>(left.keySet());
    keys.addAll(right.keySet());
    List<PriceChange> changes = new ArrayList<>();
    for (PriceKey key : keys) {
      between(left.get(key), right.get(key)).ifPresent(changes::add);
    }
    return changes;
  }

  private static Optional<PriceChange> between(
      @Nullable ListPrice before, @Nullable ListPrice after) {
    if (before == null || after == null) {
      return before == null
          ? Optional.ofNullable(after).map(Added::new)
          : Optional.of(new Removed(before));
    }
    List<Move> moves = new ArrayList<>();
    for (BigDecimal position : bounds(before, after)) {
      Optional<BigDecimal> was = before.usdAt(position);
      Optional<BigDecimal> is = after.usdAt(position);
      boolean same = was.equals(is) || isSameNumber(was, is);
      if (!same) {
        moves.add(new Move(position, was.orElse(null), is.orElse(null)));
      }
    }
    return moves.isEmpty() ? Optional.empty() : Optional.of(new Moved(before.key(), moves));
  }

  private static boolean isSameNumber(Optional<BigDecimal> one, Optional<BigDecimal> other) {
    return one.isPresent() && other.isPresent() && one.get().compareTo(other.get()) == 0;
  }

  /** Every position at which either price changes: between two of them both are constant. */
  private static NavigableSet<BigDecimal> bounds(ListPrice... prices) {
    NavigableSet<BigDecimal> bounds = new TreeSet<>();
    for (ListPrice price : prices) {
      bounds.add(BigDecimal.ZERO);
      for (Tier tier : price.tiers()) {
        bounds.add(tier.from().add(price.freeBefore()));
        tier.to().ifPresent(end -> bounds.add(end.add(price.freeBefore())));
      }
    }
    return bounds;
  }

  private static Map<PriceKey, ListPrice> byKey(PriceBook book) {
    return book.prices().stream()
        .collect(
            Collectors.toMap(
                ListPrice::key,
                Function.identity(),
                (one, other) -> {
                  throw new IllegalStateException("a book has one price for " + one.key());
                },
                TreeMap::new));
  }
}
