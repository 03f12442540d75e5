package dev.wayfare.router.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.pricing.PriceBook;
import dev.wayfare.router.ManualTime;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.deployed.Canary;
import dev.wayfare.router.deployed.DeployedSlot;
import dev.wayfare.router.deployed.DeployedTarget;
import dev.wayfare.router.deployed.DeployedTargets;
import dev.wayfare.router.deployed.Slot;
import dev.wayfare.router.health.Fault;
import dev.wayfare.router.ledger.Tariffs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A target with a new version, without a router. */
final class CanaryWatchTest {
  private static final TrafficListener NOBODY =
      new TrafficListener() {
        @Override
        public void tried(Target target, TryOutcome outcome, Duration latency) {}

        @Override
        public void retried(Target target) {}
      };

  private static final ResponseVerdict FINE = ResponseVerdict.of(200, false, guest());
  private static final ResponseVerdict GUEST_ERROR = ResponseVerdict.of(500, false, guest());

  private final Path folder;
  private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
  private final DecisionJournal journal = new DecisionJournal(4, time);
  private final RandomGenerator random = new SplittableRandom(7);
  private DeployedTarget deployed = deployed('b');
  private final Tariffs tariffs;
  private final Routes routes;

  CanaryWatchTest(@TempDir Path folder) {
    this.folder = folder;
    WayfareConfig config = read();
    tariffs = new Tariffs(config, PriceBook.shipped(), time);
    Budgets budgets = new Budgets(config.budget(), tariffs.ledger(), time);
    routes = Routes.of(config, tariffs::of, budgets, time);
  }

  private static String guest() {
    return "v=1, origin=guest, handler-us=812";
  }

  private static DeployedTarget deployed(char release) {
    return new DeployedTarget(
        "f",
        "azure",
        "eastus",
        "wayfare-t",
        Slot.A,
        null,
        Map.of(Slot.A, version("a", 'a'), Slot.B, version("b", release)));
  }

  private static DeployedSlot version(String host, char release) {
    return new DeployedSlot(
        URI.create("https://" + host + ".example"),
        "sha256:" + String.valueOf(release).repeat(64),
        "0".repeat(64),
        "0.1.0",
        Instant.EPOCH);
  }

  private WayfareConfig read() {
    Path file = folder.resolve("wayfare.yaml");
    try {
      Files.writeString(
          file,
          """
          version: 1
          deployment: {}
          accounts: {azure: {free-tier: used}}
          functions:
            f:
              path: /
              policy: {exploration: 0%}
              targets:
                - {id: t, provider: azure, region: eastus, memory: 2048MiB}
                - {id: dear, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:1",
                   price: {usd-per-million-requests: 2000}}
          """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return WayfareConfig.read(file, Map.of(), DeployedTargets.EMPTY.with("t", deployed));
  }

  @BeforeEach
  void start() {
    use(deployed.withCanary(new Canary(Slot.B, 0.25)));
  }

  private void use(DeployedTarget next) {
    deployed = next;
    routes.use(read());
  }

  private Target serving() {
    return routes.targets().getFirst();
  }

  private CanaryWatch watch() {
    return Objects.requireNonNull(serving().watch());
  }

  private Itinerary itinerary() {
    Route route = routes.all().getFirst();
    Posting posting = route.posting(time.getAsLong());
    var decision = (Decision.Routed) route.decide(posting, true, -1);
    DecisionRecord record = journal.add("id", route, posting, decision);
    return new Itinerary(
        record, decision, time, time.getAsLong() + Duration.ofMinutes(1).toNanos(), random);
  }

  private TryRecord tryOf(Itinerary itinerary, Itinerary.Stop stop) {
    TryRecord made =
        new TryRecord(stop.target(), stop.permit(), time, NOBODY, Optional.of(itinerary.record()));
    made.sent();
    return made;
  }

  /** One request, whose answer depends on where it goes first. */
  private void request(ResponseVerdict ofServing, ResponseVerdict ofCanary) {
    Itinerary itinerary = itinerary();
    Itinerary.Stop stop = itinerary.first().orElseThrow();
    TryRecord made = tryOf(itinerary, stop);
    made.headArrived();
    made.answered(stop.target().isCanary() ? ofCanary : ofServing, 10);
  }

  private static @Nullable String next(Itinerary itinerary) {
    return itinerary.next().map(it -> it.target().id()).orElse(null);
  }

  /** The first request that goes to the canary. */
  private Itinerary atCanary() {
    Itinerary itinerary = itinerary();
    while (!itinerary.first().orElseThrow().target().isCanary()) {
      itinerary = itinerary();
    }
    return itinerary;
  }

  @Test
  void aCanaryGetsItsShareOfTheRequests() {
    int requests = 40_000;
    for (double share : new double[] {0.01, 0.05, 0.5}) {
      use(deployed.withCanary(new Canary(Slot.B, share)));
      long before = watch().requests();
      for (int i = 0; i < requests; i++) {
        request(FINE, FINE);
      }
      double deviation = Math.sqrt(requests * share * (1 - share));
      assertThat((double) (watch().requests() - before))
          .isBetween(requests * share - 5 * deviation, requests * share + 5 * deviation);
    }
    assertThat(watch().withdrawal()).isEmpty();
    use(deployed.withCanary(new Canary(Slot.B, 1)));
    long before = watch().servingRequests();
    request(FINE, FINE);
    assertThat(watch().servingRequests()).isEqualTo(before);
  }

  @Test
  void whatTheCanaryFailedGoesToWhatServesAndThenByRank() {
    Itinerary itinerary = atCanary();
    assertThat(itinerary.candidate(watch().canary()).target()).isEqualTo("t");
    assertThat(next(itinerary)).isEqualTo("t");
    assertThat(next(itinerary)).isEqualTo("dear");
    assertThat(next(itinerary)).isNull();
  }

  @Test
  void whatCouldNotReachTheCanaryDoesNotComeBackToIt() {
    Itinerary itinerary = atCanary();
    itinerary.unreached(watch().canary());
    assertThat(next(itinerary)).isEqualTo("t");
    assertThat(next(itinerary)).isEqualTo("dear");
    assertThat(next(itinerary)).isNull();
  }

  @Test
  void aRequestThatBeganElsewhereDoesNotDrawAgain() {
    use(deployed.withCanary(new Canary(Slot.B, 0.5)));
    for (int i = 0; i < 100; i++) {
      Itinerary itinerary = itinerary();
      if (!itinerary.first().orElseThrow().target().isCanary()) {
        assertThat(next(itinerary)).isEqualTo("dear");
      }
    }
  }

  @Test
  void errorsOfTheGuestWithdrawTheCanary() {
    CanaryWatch watch = watch();
    for (int i = 0; i < 200; i++) {
      request(FINE, GUEST_ERROR);
    }
    assertThat(watch.requests()).isEqualTo(CanaryWatch.LEAST_CALLS);
    assertThat(watch.errors()).isEqualTo(CanaryWatch.LEAST_CALLS);
    assertThat(watch.servingRequests()).isEqualTo(200 - CanaryWatch.LEAST_CALLS);
    assertThat(watch.servingErrors()).isZero();
    assertThat(watch.withdrawal().orElseThrow())
        .startsWith("too many of its requests failed: 10 of 10, and 0 of ");
    assertThat(watch.canary().health().breaker()).isEqualTo("closed");
  }

  @Test
  void aFewStrayErrorsDoNot() {
    use(deployed.withCanary(new Canary(Slot.B, 1)));
    for (int i = 0; i < 100; i++) {
      request(FINE, i < 2 || i % 20 == 0 ? GUEST_ERROR : FINE);
    }
    assertThat(watch().errors()).isEqualTo(6);
    assertThat(watch().withdrawal()).isEmpty();
  }

  static LongStream seeds() {
    return LongStream.of(1, 2, 3, System.nanoTime());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void errorsThatBothVersionsHaveDoNot(long seed) {
    RandomGenerator errors = new SplittableRandom(seed);
    for (int i = 0; i < 5_000; i++) {
      ResponseVerdict verdict = errors.nextDouble() < 0.3 ? GUEST_ERROR : FINE;
      request(verdict, verdict);
    }
    assertThat(watch().errors()).isGreaterThan(100);
    assertThat(watch().withdrawal()).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void moreErrorsThanTheOtherVersionHasDo(long seed) {
    RandomGenerator errors = new SplittableRandom(seed);
    for (int i = 0; i < 5_000; i++) {
      request(
          errors.nextDouble() < 0.3 ? GUEST_ERROR : FINE,
          errors.nextDouble() < 0.6 ? GUEST_ERROR : FINE);
    }
    assertThat(watch().withdrawal()).isPresent();
    assertThat(watch().requests()).isLessThan(500);
  }

  @Test
  void aCanaryWhoseBreakerOpensIsWithdrawn() {
    CanaryWatch watch = watch();
    int failed = 0;
    for (int i = 0; i < 200; i++) {
      Itinerary itinerary = itinerary();
      Itinerary.Stop stop = itinerary.first().orElseThrow();
      TryRecord made = tryOf(itinerary, stop);
      if (stop.target().isCanary()) {
        failed++;
        made.failed(Fault.CONNECT, 0);
      } else {
        made.headArrived();
        made.answered(FINE, 10);
      }
    }
    assertThat(failed).isEqualTo(5);
    assertThat(watch.withdrawal().orElseThrow()).startsWith("its breaker opened: 5 of 5");
    assertThat(serving().health().breaker()).isEqualTo("closed");
  }

  @Test
  void callsOfTheCanaryAreBookedOnTheTarget() {
    use(deployed.withCanary(new Canary(Slot.B, 1)));
    assertThat(tariffs.of("t").spentUsd()).isZero();
    request(FINE, FINE);
    assertThat(watch().canary().requests()).isEqualTo(1);
    assertThat(tariffs.of("t").spentUsd()).isPositive();
  }

  @Test
  void anotherShareGoesOnWithTheSameCounts() {
    use(deployed.withCanary(new Canary(Slot.B, 1)));
    request(FINE, FINE);
    CanaryWatch before = watch();
    Target serving = serving();
    use(deployed.withCanary(new Canary(Slot.B, 0.5)));
    assertThat(watch()).isSameAs(before);
    assertThat(serving()).isSameAs(serving);
    assertThat(watch().share()).isEqualTo(0.5);
    assertThat(watch().requests()).isEqualTo(1);
  }

  @Test
  void whatWasWithdrawnStaysSoUntilTheStateSaysAnything() {
    for (int i = 0; i < 200; i++) {
      request(FINE, GUEST_ERROR);
    }
    CanaryWatch before = watch();
    use(deployed);
    assertThat(watch()).isSameAs(before);
    assertThat(watch().withdrawal()).isPresent();
    use(deployed.withCanary(new Canary(Slot.B, 0.5)));
    assertThat(watch().withdrawal()).isEmpty();
    assertThat(watch().requests()).isZero();
    CanaryWatch again = watch();
    use(deployed('c').withCanary(new Canary(Slot.B, 0.5)));
    assertThat(watch()).isNotSameAs(again);
  }

  @Test
  void whatWasLearntOfACanaryIsKnownOnceItServes() {
    Itinerary itinerary = atCanary();
    Target canary = watch().canary();
    canary.estimates().answered(Duration.ofMillis(777), time.getAsLong());
    TryRecord late =
        tryOf(itinerary, new Itinerary.Stop(canary, canary.health().tryAcquire().orElseThrow()));
    CanaryWatch ended = watch();

    use(deployed.withServing(Slot.B));
    Target promoted = serving();
    assertThat(promoted.id()).isEqualTo("t");
    assertThat(promoted.address()).hasToString("https://b.example");
    assertThat(promoted.watch()).isNull();
    assertThat(promoted.health()).isSameAs(canary.health());
    assertThat(promoted.estimates()).isSameAs(canary.estimates());

    for (int i = 0; i < 20; i++) {
      ended.ended(canary, true);
    }
    late.failed(Fault.RESET, 0);
    assertThat(ended.withdrawal()).isEmpty();
    assertThat(itinerary().first().orElseThrow().target()).isSameAs(promoted);
  }

  @Test
  void aCanaryThatWasWithdrawnServesAsIfItWereNew() {
    for (int i = 0; i < 200; i++) {
      request(FINE, GUEST_ERROR);
    }
    Target canary = watch().canary();
    use(deployed.withServing(Slot.B));
    assertThat(serving().address()).isEqualTo(canary.address());
    assertThat(serving().health()).isNotSameAs(canary.health());
  }

  @Test
  void whatServesIsTheSameOnceTheCanaryIsGone() {
    Target before = serving();
    CanaryWatch gone = watch();
    use(deployed.withCanary(null));
    assertThat(serving()).isSameAs(before);
    assertThat(serving().watch()).isNull();
    assertThat(gone.takes(0)).isFalse();
  }
}
