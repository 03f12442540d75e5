package dev.wayfare.router;

import dev.wayfare.router.deployed.Canary;
import dev.wayfare.router.deployed.DeployedSlot;
import dev.wayfare.router.deployed.DeployedTarget;
import dev.wayfare.router.deployed.Slot;
import dev.wayfare.router.deployed.StateFile;
import dev.wayfare.router.deployed.StateLock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what is deployed of the target {@code t} of {@code function}, as deploy does. */
record Deployed(Path folder, String function) {
  /** The same of the function {@code f}. */
  Deployed(Path folder) {
    this(folder, "f");
  }

  /** A file with that target, and {@code g} on an edge machine that is there. */
  static String config(int edgePort, String policy) {
    return """
    version: 1
    router: {port: 0, admin-port: 0, decision-headers: true}
    ledger: {memory: true}
    deployment: {}
    functions:
      f:
        path: /f
        policy: {%s}
        targets: [{id: t, provider: azure, region: eastus, memory: 2048MiB}]
      g:
        path: /
        targets: [{id: own, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:%d"}]
    """
        .formatted(policy, edgePort);
  }

  Path state() {
    return folder.resolve("wayfare.state.json");
  }

  /** {@code serving} serves, one of a slot each, with a canary in the other slot or none. */
  void write(Map<Slot, Integer> ports, Slot serving, double canaryShare) {
    Map<Slot, DeployedSlot> slots = new EnumMap<>(Slot.class);
    ports.forEach((slot, port) -> slots.put(slot, version(slot, port)));
    @Nullable Canary canary = canaryShare > 0 ? new Canary(serving.other(), canaryShare) : null;
    StateFile file = new StateFile(state());
    try (StateLock held = file.lock("a test")) {
      held.write(
          file.read()
              .with(
                  "t",
                  new DeployedTarget(
                      function, "azure", "eastus", "wayfare-t", serving, canary, slots)));
    }
  }

  static String release(Slot slot) {
    return "sha256:" + slot.id().repeat(64);
  }

  private static DeployedSlot version(Slot slot, int port) {
    return new DeployedSlot(
        URI.create("http://127.0.0.1:" + port),
        release(slot),
        slot.id().repeat(64),
        "0.1.0",
        Instant.EPOCH);
  }
}
