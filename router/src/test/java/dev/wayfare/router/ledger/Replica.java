package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.Meter;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.Provider;
import dev.wayfare.router.ManualTime;
import dev.wayfare.router.config.WayfareConfig;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A router's ledger without the router: three targets, of which one costs what is easy to sum. */
public final class Replica {
  /** Costs 0.0000003 at the target {@code own}: 0.000001 for each second, and a byte in GiB. */
  public static final Call CALL = new Call(Duration.ofMillis(300), Duration.ZERO, 1);

  private static final String CONFIG =
      """
      version: 1
      functions:
        f:
          path: /
          targets:
            - {id: own, provider: edge, memory: 1GiB, price: {usd-per-gb-second: "0.000001"}}
            - {id: aws, provider: aws, region: us-east-1, memory: 1GiB}
            - {id: gcp, provider: gcp, region: us-central1, memory: 1GiB, vcpus: 1}
      """;

  public final ManualTime time;
  public final Tariffs tariffs;
  public final Ledger ledger;

  /** A replica that books into {@code store} from {@code start} on. */
  public Replica(String name, LedgerStore store, String start) {
    this.time = new ManualTime(Instant.parse(start));
    this.tariffs =
        new Tariffs(
            WayfareConfig.parse(Path.of("wayfare.yaml"), CONFIG),
            PriceBook.shipped(),
            time,
            name,
            store);
    this.ledger = tariffs.ledger();
  }

  /** Books {@code calls} calls to {@code target}. */
  public void book(String target, int calls) {
    for (int i = 0; i < calls; i++) {
      tariffs.of(target).charge(CALL);
    }
  }

  /** How many of this month's calls to {@code target} the ledger knows of. */
  public long calls(String target) {
    return ledger.monthToDate(target).calls();
  }

  /** This month's requests on AWS's account. */
  public BigDecimal awsRequests() {
    return ledger.position(new Account(Provider.AWS, "lambda")).of(Meter.REQUESTS);
  }
}
