package dev.wayfare.router.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.Meter;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.PriceLookup;
import dev.wayfare.pricing.RateCard;
import dev.wayfare.pricing.Usage;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Held against the least of all assignments, priced exactly, where there are few. */
final class LowerBoundTest {
  private static final int REQUESTS = 6;
  private static final WayfareConfig CONFIG =
      WayfareConfig.parse(
          Path.of("wayfare.yaml"),
          """
          version: 1
          functions:
            f:
              path: /
              targets:
                - {id: aws, provider: aws, region: us-east-1, architecture: arm64, memory: 1024MiB}
                - {id: azure, provider: azure, region: eastus, plan: flex, memory: 2048MiB}
                - {id: edge, provider: edge, region: local, memory: 512MiB, price: {usd-per-million-requests: "30"}}
          """);

  private final SplittableRandom random = new SplittableRandom(7);

  private static RateCard card(TargetConfig target) {
    return target.pricesUsd().isEmpty()
        ? ((PriceLookup.Priced) PriceBook.shipped().rateCard(target.sku())).card()
        : RateCard.edge(target.sku(), target.pricesUsd(), LocalDate.EPOCH);
  }

  @Test
  void noAssignmentCostsLess() {
    double closest = 1;
    for (int i = 0; i < 200; i++) {
      Instance instance = new Instance(random.split(), true);
      double least = instance.leastUsd();
      double bound = instance.boundUsd();
      assertThat(bound).as("instance %d", i).isLessThanOrEqualTo(least * (1 + 1e-9));
      closest = Math.min(closest, 1 - bound / least);
    }
    assertThat(closest).isLessThan(1e-3);
  }

  @Test
  void whereNoPriceChangesTheBoundIsReached() {
    for (int i = 0; i < 50; i++) {
      Instance instance = new Instance(random.split(), false);
      double least = instance.leastUsd();
      assertThat(instance.boundUsd()).isCloseTo(least, within(least * 1e-9));
    }
  }

  /** A few calls on accounts whose allowances end among them, or ended long ago. */
  private static final class Instance {
    private final List<Call> calls = new ArrayList<>();
    private final Map<String, Usage> openings = new HashMap<>();

    Instance(SplittableRandom random, boolean hasAllowances) {
      for (int i = 0; i < REQUESTS; i++) {
        calls.add(
            new Call(
                Duration.ofMillis(random.nextInt(50, 3000)),
                Duration.ZERO,
                random.nextInt(100, 1_000_000)));
      }
      for (TargetConfig target : CONFIG.targets()) {
        Usage opening = card(target).freeAllowance();
        if (hasAllowances) {
          opening = less(opening, Meter.REQUESTS, random.nextInt(0, REQUESTS)).greater(Usage.NONE);
          opening = less(opening, Meter.GB_SECONDS, random.nextInt(0, 8));
        }
        openings.put(target.id(), opening);
      }
    }

    private static Usage less(Usage usage, Meter meter, int by) {
      Usage rest = Usage.NONE;
      for (Meter each : Meter.values()) {
        BigDecimal quantity = usage.of(each);
        rest =
            rest.plus(
                each,
                each == meter
                    ? quantity.subtract(BigDecimal.valueOf(by)).max(BigDecimal.ZERO)
                    : quantity);
      }
      return rest;
    }

    private static <T> T of(Map<String, T> values, TargetConfig target) {
      return Objects.requireNonNull(values.get(target.id()));
    }

    double boundUsd() {
      Map<String, LowerBound.Pool> pools = new HashMap<>();
      Map<String, LowerBound.Column> columns = new HashMap<>();
      for (TargetConfig target : CONFIG.targets()) {
        LowerBound.Pool pool = new LowerBound.Pool(of(openings, target));
        pools.put(target.id(), pool);
        columns.put(target.id(), pool.add(card(target)));
      }
      List<LowerBound.Request> requests = new ArrayList<>();
      for (Call call : calls) {
        List<LowerBound.Option> options = new ArrayList<>();
        for (TargetConfig target : CONFIG.targets()) {
          double millis = (double) card(target).billedMillis(call);
          of(pools, target).mayBeUsed(millis, (double) call.responseBytes());
          options.add(
              new LowerBound.Option(of(columns, target), millis, (double) call.responseBytes()));
        }
        requests.add(new LowerBound.Request(1, options));
      }
      return new LowerBound(pools.values()).bestUsd(requests);
    }

    /** What a bill is does not depend on the order of its calls. */
    double leastUsd() {
      int targets = CONFIG.targets().size();
      double least = Double.MAX_VALUE;
      for (int code = 0; code < Math.pow(targets, REQUESTS); code++) {
        Map<String, Usage> positions = new HashMap<>(openings);
        BigDecimal usd = BigDecimal.ZERO;
        int left = code;
        for (Call call : calls) {
          TargetConfig target = CONFIG.targets().get(left % targets);
          left /= targets;
          Usage position = of(positions, target);
          usd = usd.add(card(target).quote(call, position).orElseThrow().totalUsd());
          positions.put(target.id(), position.plus(card(target).usageOf(call)));
        }
        least = Math.min(least, usd.doubleValue());
      }
      return least;
    }
  }
}
