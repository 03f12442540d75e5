package dev.wayfare.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A network of its own on this machine, by Linux's network namespaces, with two cables to the rest:
 * one of them can be pulled. It takes the right to make one, which root has.
 */
final class NetworkNamespace implements AutoCloseable {
  private final String name = "wf" + ProcessHandle.current().pid();
  private final String lasting = name + "a";
  private final String pulled = name + "b";

  /** Makes it, with 10.213.1.2 and 10.213.2.2 in it, across from .1 of each. */
  NetworkNamespace() {
    ip("netns", "add", name);
    ip("-n", name, "link", "set", "lo", "up");
    lay(lasting, 1);
    lay(pulled, 2);
  }

  private void lay(String cable, int subnet) {
    String inside = cable + "i";
    ip("link", "add", cable, "type", "veth", "peer", "name", inside, "netns", name);
    ip("addr", "add", "10.213.%d.1/30".formatted(subnet), "dev", cable);
    ip("link", "set", cable, "up");
    ip("-n", name, "addr", "add", "10.213.%d.2/30".formatted(subnet), "dev", inside);
    ip("-n", name, "link", "set", inside, "up");
  }

  /** This machine, at the cable that stays. */
  InetAddress outside() {
    return address("10.213.1.1");
  }

  /** What is in the namespace, at the cable that stays. */
  InetAddress inside() {
    return address("10.213.1.2");
  }

  /** This machine, at the cable that can be pulled. */
  InetAddress outsideOfPulled() {
    return address("10.213.2.1");
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stands before a command so that it runs in there. */
  List<String> prefix() {
    return List.of("ip", "netns", "exec", name);
  }

  void pull() {
    ip("link", "set", pulled, "down");
  }

  void plugIn() {
    ip("link", "set", pulled, "up");
  }

  private static void ip(String... arguments) {
    var command = new ArrayList<>(List.of("ip"));
    Stream.of(arguments).forEach(command::add);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The cables end with it. */
  @Override
  public void close() {
    ip("netns", "del", name);
  }
}
