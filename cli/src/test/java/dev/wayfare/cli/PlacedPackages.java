package dev.wayfare.cli;

import dev.wayfare.pricing.Provider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Packages that were uploaded to a stand-in for a cloud's API, each running behind that cloud's
 * runtime on this machine, at the same address whatever is uploaded there next.
 */
final class PlacedPackages implements AutoCloseable {
  private static final int MEMORY_MIB = 512;
  private static final int NOBODY = 1;

  private final Path folder;
  private final PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
  private final Map<String, HoldingRelay> relays = new HashMap<>();
  private final Map<String, Integer> ports = new ConcurrentHashMap<>();
  private final Map<String, Placed> placed = new HashMap<>();
  private final Map<String, StandInProcess> running = new HashMap<>();

  private record Placed(ByteBuffer archive, Map<String, String> variables) {}

  PlacedPackages(Path folder) {
    this.folder = folder;
  }

  /** Where {@code name} is, or will be. */
  synchronized URI address(String name) {
    return URI.create("http://127.0.0.1:" + relays.computeIfAbsent(name, this::relay).port() + "/");
  }

  /** Runs {@code archive} there in place of what did before, unless it does already. */
  synchronized void place(
      Provider provider, String name, byte[] archive, Map<String, String> variables) {
    var wanted = new Placed(ByteBuffer.wrap(archive), Map.copyOf(variables));
    if (wanted.equals(placed.put(name, wanted))) {
      return;
    }
    StandInProcess before = running.remove(name);
    if (before != null) {
      before.close();
    }
    try {
      Path file = Files.write(folder.resolve(name + ".zip"), archive);
      var commands =
          new StandInCommand(new Installation(Project.ROOT.resolve("cli/target/wayfare")), folder);
      StandInProcess started =
          StandInProcess.launch(name, commands.of(provider, file, 0, MEMORY_MIB), variables, err);
      running.put(name, started);
      ports.put(name, started.awaitReady().getPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** To where it runs just then, if it does. */
  private HoldingRelay relay(String name) {
    try {
      return new HoldingRelay(
          InetAddress.getLoopbackAddress(), () -> ports.getOrDefault(name, NOBODY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    for (HoldingRelay relay : relays.values()) {
      relay.close();
    }
    running.values().forEach(StandInProcess::close);
  }
}
