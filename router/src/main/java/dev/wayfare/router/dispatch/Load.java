package dev.wayfare.router.dispatch;

import dev.wayfare.router.config.LoadBounds;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the router has taken on, against what it may: what is beyond is refused before memory is
 * short. Safe to use from many threads.
 */
public final class Load {
  private final LoadBounds bounds;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicLong keptBytes = new AtomicLong();
  private final LongAdder shed = new LongAdder();
  private final LongAdder closed = new LongAdder();

  /** No load. */
  public Load(LoadBounds bounds) {
    this.bounds = bounds;
  }

  /** Takes on a request; false, and it is not, where there are too many. */
  public boolean begin() {
    if (requests.incrementAndGet() <= bounds.requests()) {
      return true;
    }
    requests.decrementAndGet();
    shed.increment();
    return false;
  }

  /** A request that was taken on has ended. */
  public void end() {
    requests.decrementAndGet();
  }

  /** Takes on a connection; false, and it is not, where there are too many. */
  public boolean connect() {
    if (connections.incrementAndGet() <= bounds.connections()) {
      return true;
    }
    connections.decrementAndGet();
    closed.increment();
    return false;
  }

  /** A connection that was taken on has ended. */
  public void disconnect() {
    connections.decrementAndGet();
  }

  /** Takes room for a body; false where there is too little. */
  public boolean keep(long bytes) {
    if (keptBytes.addAndGet(bytes) <= bounds.keptBytes()) {
      return true;
    }
    keptBytes.addAndGet(-bytes);
    return false;
  }

  /** Gives back what {@link #keep} took. */
  public void release(long bytes) {
    keptBytes.addAndGet(-bytes);
  }

  /** Requests under way. */
  public int requests() {
    return requests.get();
  }

  /** Open connections of clients. */
  public int connections() {
    return connections.get();
  }

  /** Room that was taken for bodies. */
  public long keptBytes() {
    return keptBytes.get();
  }

  /** Requests that were refused for their number. */
  public long shed() {
    return shed.sum();
  }

  /** Connections that were closed for their number. */
  public long closed() {
    return closed.sum();
  }
}
