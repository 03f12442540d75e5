package dev.wayfare.router.proxy;

import dev.wayfare.router.dispatch.Load;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Counts clients' connections as they are accepted: Vert.x tells of one only once its first bytes
 * show what it speaks.
 */
public final class Gate {
  private final Duration patience;
  private volatile @Nullable Counted counted;

  /** Connections have {@code patience} to show what they speak. */
  public Gate(Duration patience) {
    this.patience = patience;
  }

  Duration patience() {
    return patience;
  }

  private record Counted(int port, Load load) {}

  /** Counts the connections of {@code port}, and no other's, from now on. */
  public void count(int port, Load load) {
    counted = new Counted(port, load);
  }

  /** False where {@code connection}, which {@code listener} accepted, is one too many. */
  boolean admits(Channel listener, Channel connection) {
    Counted by = counted;
    if (by == null
        || !(listener.localAddress() instanceof InetSocketAddress address)
        || address.getPort() != by.port()) {
      return true;
    }
    if (!by.load().connect()) {
      return false;
    }
    connection.closeFuture().addListener(closed -> by.load().disconnect());
    return true;
  }
}
