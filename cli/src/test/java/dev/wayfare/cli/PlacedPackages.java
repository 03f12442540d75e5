package dev.wayfare.cli;

import dev.wayfare.pricing.Provider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Packages that were uploaded to a stand-in for a cloud's API, each running behind that cloud's
 * runtime on this machine, at the same address whatever is uploaded there next.
 */
final class PlacedPackages implements AutoCloseable {
  private static final int MEMORY_MIB = 512;

  private final Path folder;
  private final PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
  private final Map<String, Integer> ports = new HashMap<>();
  private final Map<String, Placed> placed = new HashMap<>();
  private final Map<String, StandInProcess> running = new HashMap<>();

  private record Placed(ByteBuffer archive, Map<String, String> variables) {}

  PlacedPackages(Path folder) {
    this.folder = folder;
  }

  /** Where {@code name} is, or will be. */
  synchronized URI address(String name) {
    int port = ports.computeIfAbsent(name, it -> freePort());
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  /** Runs {@code archive} there in place of what did before, unless it does already. */
  synchronized void place(
      Provider provider, String name, byte[] archive, Map<String, String> variables) {
    int port = address(name).getPort();
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
          StandInProcess.launch(
              name, commands.of(provider, file, port, MEMORY_MIB), variables, err);
      running.put(name, started);
      started.awaitReady();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    running.values().forEach(StandInProcess::close);
  }
}
