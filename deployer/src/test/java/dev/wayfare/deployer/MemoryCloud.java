package dev.wayfare.deployer;

import dev.wayfare.router.deployed.Slot;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cloud of one unit, in memory, for tests of what the clouds have in common. */
final class MemoryCloud implements Cloud {
  final Map<Slot, Holding> slots = new EnumMap<>(Slot.class);
  final List<String> puts = new ArrayList<>();
  @Nullable CloudException failure;

  /** Is run before each call. */
  Runnable before = () -> {};

  @Override
  public Holding holding(Unit unit, Slot slot) {
    before.run();
    return slots.getOrDefault(slot, new Holding.Nothing());
  }

  @Override
  public URI put(Unit unit, Slot slot, Release release, Progress progress) {
    before.run();
    if (failure != null) {
      throw failure;
    }
    progress.step("putting");
    URI endpoint = URI.create("https://" + unit.name() + "-" + slot.id() + ".example");
    slots.put(
        slot, new Holding.Deployed(release.digest(), release.module(), release.shim(), endpoint));
    puts.add(slot.id() + " " + release.module());
    before.run();
    return endpoint;
  }

  @Override
  public void remove(Unit unit, Progress progress) {
    slots.clear();
  }

  @Override
  public List<LogLine> logs(Unit unit, Slot slot, Instant since, int most) {
    return List.of();
  }

  @Override
  public void close() {}
}
