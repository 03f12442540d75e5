package dev.wayfare.router.dispatch;

import dev.wayfare.pricing.PriceBook;
import dev.wayfare.router.ManualTime;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.health.Fault;
import dev.wayfare.router.ledger.Tariffs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/** A function on a cheap target and a dear one, without a router. */
final class TwoTargets {
  final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
  final Route route;
  private final DecisionJournal journal = new DecisionJournal(4, time);

  /**
   * @param settings lines of the section {@code router}
   */
  TwoTargets(String settings) {
    this(settings, "");
  }

  /**
   * @param section another section of the file
   */
  TwoTargets(String settings, String section) {
    WayfareConfig config =
        WayfareConfig.parse(
            Path.of("wayfare.yaml"),
            """
            version: 1
            router:
              port: 80
            %s%s
            functions:
              f:
                path: /
                targets:
                  - {id: cheap, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:1",
                     price: {usd-per-million-requests: 1}}
                  - {id: dear, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:1",
                     price: {usd-per-million-requests: 2}}
            """
                .formatted(settings.indent(2), section));
    Tariffs tariffs = new Tariffs(config, PriceBook.shipped(), time);
    Budgets budgets = new Budgets(config.budget(), tariffs.ledger(), time);
    route = Routes.of(config, tariffs::of, budgets, time).all().getFirst();
  }

  Target cheap() {
    return route.targets().get(0);
  }

  Target dear() {
    return route.targets().get(1);
  }

  void fail(Target target, int times) {
    for (int i = 0; i < times; i++) {
      target
          .health()
          .failed(target.health().tryAcquire().orElseThrow(), Duration.ofMillis(1), Fault.STATUS);
    }
  }

  /** The way of a request that has {@code time} left, and goes to the best target first. */
  Itinerary itinerary(Duration left) {
    Posting posting = route.posting(time.getAsLong());
    var decision = (Decision.Routed) route.decide(posting, true, -1);
    DecisionRecord record = journal.add("id", route, posting, decision);
    return new Itinerary(
        record, decision, time, time.getAsLong() + left.toNanos(), new SplittableRandom(1));
  }
}
