package dev.wayfare.router.simulate;

import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.dispatch.DecisionRecord;
import dev.wayfare.router.dispatch.Itinerary;
import dev.wayfare.router.dispatch.Posting;
import dev.wayfare.router.dispatch.ResponseVerdict;
import dev.wayfare.router.dispatch.Route;
import dev.wayfare.router.health.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One request's way from target to target. When it moves on is a rule of {@code proxy.Journey},
 * which works on sockets, and is told here once more; all else is the router's own code.
 */
final class Trip {
  private final World world;
  private final Arrival arrival;
  private final Itinerary itinerary;
  private final Purpose purpose;
  private final List<Try> running = new ArrayList<>(1);

  private Trip(World world, Arrival arrival, Itinerary itinerary, Purpose purpose) {
    this.world = world;
    this.arrival = arrival;
    this.itinerary = itinerary;
    this.purpose = purpose;
  }

  /**
   * Sends {@code arrival} on its way.
   *
   * @return whether it examines a target
   */
  static boolean begin(World world, Replica replica, Route route, Arrival arrival) {
    Posting posting = route.posting(world.timeline().getAsLong());
    posting
        .snapshot()
        .leader()
        .ifPresent(
            leader -> world.recorder().leads(replica.name() + ' ' + route.function(), leader));
    Decision decision = route.decide(posting, arrival.repeatable(), replica.random().nextLong());
    DecisionRecord record = replica.journal().add(replica.nextId(), route, posting, decision);
    switch (decision) {
      case Decision.Shed shed -> world.recorder().refused();
      case Decision.Routed routed -> {
        boolean examines = routed.reason() == Decision.Reason.EXAMINED;
        Purpose purpose = examines ? Purpose.EXAMINED : Purpose.SERVED;
        long deadlineNanos = arrival.nanos() + world.totalNanos();
        Trip trip =
            new Trip(
                world,
                arrival,
                new Itinerary(record, routed, world.timeline(), deadlineNanos, replica.random()),
                purpose);
        trip.itinerary.first().ifPresentOrElse(trip::launch, world.recorder()::refused);
        return examines;
      }
    }
    return false;
  }

  private void launch(Itinerary.Stop stop) {
    Try made = new Try(world, stop, purpose, Optional.of(itinerary.record()));
    running.add(made);
    made.begin(
        arrival.workNanos(),
        fault -> failed(stop, made, fault),
        verdict -> answered(stop.target().id(), made, verdict));
    itinerary
        .hedgeAfterNanos(stop.target())
        .ifPresent(nanos -> world.timeline().after(nanos, () -> hedge(made)));
  }

  private void hedge(Try slow) {
    if (running.contains(slow)) {
      itinerary.hedge().ifPresent(this::launch);
    }
  }

  private void failed(Itinerary.Stop stop, Try made, Fault fault) {
    running.remove(made);
    boolean isUnsent = fault == Fault.CONNECT;
    if (isUnsent) {
      itinerary.unreached(stop.target());
    }
    if (!running.isEmpty()) {
      return;
    }
    boolean mayMove = arrival.repeatable() || isUnsent;
    if (!mayMove || !launchNext(isUnsent)) {
      world.recorder().failed();
    }
  }

  private void answered(String target, Try made, ResponseVerdict verdict) {
    running.remove(made);
    boolean isServed = !verdict.isWorthAnotherTry();
    if (!isServed && !running.isEmpty()) {
      made.end(verdict, 0);
      return;
    }
    running.forEach(Try::outrun);
    running.clear();
    boolean mayMove = !isServed && (arrival.repeatable() || verdict.isTurnedAway());
    boolean moved = mayMove && launchNext(false);
    made.end(verdict, isServed ? arrival.responseBytes() : 0);
    if (isServed) {
      world.recorder().answered(target, world.timeline().getAsLong() - arrival.nanos());
    } else if (!moved) {
      world.recorder().failed();
    }
  }

  private boolean launchNext(boolean isUnsent) {
    Optional<Itinerary.Stop> stop = isUnsent ? itinerary.next() : itinerary.retry();
    stop.ifPresent(this::launch);
    return stop.isPresent();
  }
}
