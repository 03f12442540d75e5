package dev.wayfare.router.dispatch;

import dev.wayfare.pricing.CallMix;
import dev.wayfare.pricing.Confidence;
import dev.wayfare.pricing.ExpectedQuote;
import dev.wayfare.router.config.BudgetSettings;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.RetryAllowance;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.health.Ejections;
import dev.wayfare.router.health.FunctionEstimates;
import dev.wayfare.router.health.Quoter;
import dev.wayfare.router.ledger.SpendView;
import dev.wayfare.router.ledger.Terms;
import dev.wayfare.router.region.CallerRegion;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Records of decisions without a router. */
public final class MadeRecord {
  private static final FunctionConfig FUNCTION =
      WayfareConfig.parse(
              Path.of("wayfare.yaml"),
              """
              version: 1
              functions:
                shop:
                  path: /
                  targets:
                    - {id: t, provider: edge, memory: 1GiB}
              """)
          .functions()
          .getFirst();
  private static final Route ROUTE =
      new Route(
          FUNCTION,
          new Shared(
              new FunctionEstimates(),
              new Ejections(0, 0),
              new RetryBudget(RetryAllowance.DEFAULT, () -> 0)),
          List.of(),
          new Budgets(BudgetSettings.DEFAULT, new NothingSpent(), () -> Instant.EPOCH));

  private static final Sender SHOP = new Sender("shop", "shop");

  private MadeRecord() {}

  /**
   * A record of {@code decision} by the function {@code shop}, at its 95th percentile, for the
   * consumer shop in japan.
   *
   * @param books by candidate, the hash of its price book
   */
  public static DecisionRecord of(
      String id,
      Decision decision,
      Instant at,
      List<Optional<String>> books,
      List<DecisionRecord.Try> tries) {
    List<Terms> terms = books.stream().<Terms>map(FromBook::new).toList();
    CallerRegion japan = new CallerRegion("japan", List.of());
    Posting posting =
        new Posting(decision.snapshot(), List.of(), terms, FUNCTION.policy(), japan, 0);
    DecisionRecord made = new DecisionRecord(id, SHOP, ROUTE, posting, decision, at.toEpochMilli());
    tries.forEach(it -> made.tried(it.target(), it.outcome(), it.latency()));
    return made;
  }

  private record FromBook(Optional<String> bookSha256) implements Terms {
    @Override
    public Fare fare(ToLongFunction<Quoter> cost) {
      throw new UnsupportedOperationException("the decision has it already");
    }

    @Override
    public Optional<Confidence> confidence() {
      return Optional.empty();
    }

    @Override
    public Optional<ExpectedQuote> quote(CallMix calls) {
      return Optional.empty();
    }
  }

  private static final class NothingSpent implements SpendView {
    @Override
    public long dayPicoUsd(String target) {
      return 0;
    }

    @Override
    public long monthPicoUsd(String target) {
      return 0;
    }

    @Override
    public long dayPicoUsd() {
      return 0;
    }

    @Override
    public long monthPicoUsd() {
      return 0;
    }
  }
}
