package dev.wayfare.shim.host;

import dev.wayfare.shim.Limits;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Guests that are ready before a request comes, never more of them than may run at once. The one
 * used last is leased first, since its memory is still in the processor's caches. One that is
 * thrown away is replaced in the background; a request that finds none makes its own.
 */
final class GuestPool implements AutoCloseable {
  private final GuestFactory factory;
  private final Limits limits;
  private final GuestThreads threads;
  private final FunctionLog log;
  private final ConcurrentLinkedDeque<LeasedGuest> ready = new ConcurrentLinkedDeque<>();
  private final AtomicInteger readyCount = new AtomicInteger();
  private final AtomicInteger leased = new AtomicInteger();
  private final LongAdder made = new LongAdder();
  private final LongAdder discarded = new LongAdder();
  private final AtomicInteger generation = new AtomicInteger();
  private volatile boolean closed;

  /** A pool without a guest; {@link #prime} makes the first. */
  GuestPool(GuestFactory factory, Limits limits, GuestThreads threads, FunctionLog log) {
    this.log = log;
    this.factory = factory;
    this.limits = limits;
    this.threads = threads;
  }

  /**
   * Makes the first guest, on the caller's thread.
   *
   * @throws GuestStartException if it does not get ready
   */
  void prime() {
    park(make());
  }

  /**
   * A guest that only the caller uses, until it gives it back.
   *
   * @throws GuestStartException if there was none, and another did not get ready
   */
  LeasedGuest lease() {
    LeasedGuest guest = ready.pollFirst();
    if (guest == null) {
      guest = make();
    } else {
      readyCount.decrementAndGet();
    }
    leased.incrementAndGet();
    return guest;
  }

  /**
   * Takes a guest back, and makes it ready for another request or throws it away.
   *
   * @param sound whether it came to its end by itself
   */
  void giveBack(LeasedGuest guest, boolean sound) {
    leased.decrementAndGet();
    boolean isReady = false;
    try {
      isReady = sound && guest.uses() < limits.usesPerGuest() && factory.renewal().renew(guest);
    } finally {
      // Putting back may run out of memory; the guest is gone then, and must be missed.
      if (isReady) {
        park(guest);
      } else {
        discarded.increment();
      }
      refill();
    }
  }

  /**
   * Throws away guests that wait, and those being made, unless they are all of one snapshot anyway;
   * others take their places.
   */
  void renew() {
    if (!(factory.renewal() instanceof Renewal.Reset)) {
      generation.incrementAndGet();
      dropReady();
      refill();
    }
  }

  /** How many guests wait for a request. */
  int ready() {
    return readyCount.get();
  }

  /** How many guests serve one. */
  int leased() {
    return leased.get();
  }

  /** Guests made since the start. */
  long made() {
    return made.sum();
  }

  /** Guests thrown away since the start. */
  long discarded() {
    return discarded.sum();
  }

  /** Drops every guest that waits; those that are leased are dropped as they come back. */
  @Override
  public void close() {
    closed = true;
    dropReady();
  }

  private void dropReady() {
    while (ready.pollFirst() != null) {
      readyCount.decrementAndGet();
      discarded.increment();
    }
  }

  private LeasedGuest make() {
    LeasedGuest guest = factory.make();
    made.increment();
    return guest;
  }

  private void park(LeasedGuest guest) {
    int most = limits.concurrentGuests();
    if (closed || readyCount.getAndUpdate(count -> Math.min(count + 1, most)) == most) {
      discarded.increment();
      return;
    }
    ready.addFirst(guest);
    if (closed) {
      // It was closed after we asked, and may have dropped all guests but this one.
      dropReady();
    }
  }

  /** A guest that is put back comes again by itself; one that is used once needs a successor. */
  private int wantedReady() {
    return factory.renewal() instanceof Renewal.Fresh ? limits.concurrentGuests() : 1;
  }

  private void refill() {
    if (!closed && readyCount.get() < wantedReady()) {
      threads.inBackground(this::makeOneReady);
    }
  }

  private void makeOneReady() {
    if (closed || readyCount.get() >= wantedReady()) {
      return;
    }
    int begun = generation.get();
    try {
      LeasedGuest guest = make();
      if (begun == generation.get()) {
        park(guest);
      } else {
        discarded.increment();
      }
    } catch (GuestStartException e) {
      // The request that finds no guest makes one itself, and is told what is wrong.
      log.notReady(String.valueOf(e.getMessage()));
      return;
    }
    refill();
  }
}
