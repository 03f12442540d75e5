package dev.wayfare.router.simulate;

import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.decide.Standing;
import dev.wayfare.router.dispatch.Budgets;
import dev.wayfare.router.dispatch.DecisionJournal;
import dev.wayfare.router.dispatch.Itinerary;
import dev.wayfare.router.dispatch.Route;
import dev.wayfare.router.dispatch.Routes;
import dev.wayfare.router.dispatch.Target;
import dev.wayfare.router.ledger.LedgerStore;
import dev.wayfare.router.ledger.Tariff;
import dev.wayfare.router.ledger.Tariffs;
import dev.wayfare.router.ledger.Terms;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One router of several that share a ledger. */
final class Replica {
  private static final long PROBE_NANOS = 1_000_000_000;
  private static final double PROBE_WORK_NANOS = 1e6;

  private final String name;
  private final World world;
  private final Tariffs tariffs;
  private final Map<String, Route> routes = new HashMap<>();
  private final List<Target> targets;
  private final DecisionJournal journal;
  private final RandomGenerator random;
  private final Set<String> waiting = new HashSet<>();
  private long decisions;

  Replica(
      String name,
      WayfareConfig config,
      PriceBook book,
      LedgerStore store,
      World world,
      RandomGenerator random) {
    this.name = name;
    this.world = world;
    this.random = random;
    this.journal = new DecisionJournal(1, world.timeline());
    this.tariffs = new Tariffs(config, book, world.timeline(), name, store);
    Budgets budgets = new Budgets(config.budget(), tariffs.ledger(), world.timeline());
    Routes all = Routes.of(config, this::tariff, budgets, world.timeline());
    all.all().forEach(route -> routes.put(route.function(), route));
    this.targets = all.targets();
    tariffs.ledger().flush();
    long interval = config.ledger().flushInterval().toNanos();
    world.timeline().every(interval / 2, tariffs.ledger()::flush);
    world.timeline().every(PROBE_NANOS, this::probe);
  }

  private Tariff tariff(String id) {
    return new RecordedTariff(tariffs.of(id), world.recorder());
  }

  String name() {
    return name;
  }

  DecisionJournal journal() {
    return journal;
  }

  RandomGenerator random() {
    return random;
  }

  Tariffs tariffs() {
    return tariffs;
  }

  String nextId() {
    return name + "-" + decisions++;
  }

  Route route(String function) {
    Route route = routes.get(function);
    if (route == null) {
      throw new IllegalArgumentException("there is no function " + function);
    }
    return route;
  }

  /**
   * What the listener's prober does once a second: a bare connection to what could not be connected
   * to, and a request to what no other request tries.
   */
  private void probe() {
    for (Target target : targets) {
      if (target.health().awaitsConnection()) {
        if (!world.site(target.id()).hasFault(Fault.Kind.OUTAGE, world.timeline().getAsLong())) {
          target.health().invite();
        }
      } else if (target.health().standing() != Standing.ON_TRIAL) {
        waiting.remove(target.id());
      } else if (!waiting.add(target.id())
          && target.isProbeAffordable(world.timeline().getAsLong())) {
        target.health().tryAcquire().ifPresent(permit -> probe(new Itinerary.Stop(target, permit)));
      }
    }
  }

  private void probe(Itinerary.Stop stop) {
    Try made = new Try(world, stop, Purpose.PROBED, Optional.empty());
    made.begin(PROBE_WORK_NANOS, fault -> {}, verdict -> made.end(verdict, 0));
  }

  /** Tells the recorder what each call costs at the position that it finds. */
  private record RecordedTariff(Tariff tariff, Recorder recorder) implements Tariff {
    @Override
    public Terms terms(long version) {
      return tariff.terms(version);
    }

    @Override
    public long version() {
      return tariff.version();
    }

    @Override
    public void charge(Call call, @Nullable String consumer) {
      recorder.charged(tariff.terms().fare(call) instanceof Fare.Known(var pico) ? pico : null);
      tariff.charge(call, consumer);
    }

    @Override
    public BigDecimal spentUsd() {
      return tariff.spentUsd();
    }

    @Override
    public Optional<BigDecimal> monthToDateUsd() {
      return tariff.monthToDateUsd();
    }
  }
}
