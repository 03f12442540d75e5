package dev.wayfare.router.simulate;

import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.dispatch.DecisionRecord;
import dev.wayfare.router.dispatch.Itinerary;
import dev.wayfare.router.dispatch.Posting;
import dev.wayfare.router.dispatch.ResponseVerdict;
import dev.wayfare.router.dispatch.Route;
import dev.wayfare.router.dispatch.Target;
import dev.wayfare.router.dispatch.TryRecord;
import dev.wayfare.router.health.Fault;
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
        Trip trip = new Trip(world, arrival, new Itinerary(record, routed), purpose);
        trip.launch(trip.itinerary.first());
        return examines;
      }
    }
    return false;
  }

  private void launch(Itinerary.Stop stop) {
    TryRecord record =
        new TryRecord(
            stop.target(),
            stop.permit(),
            world.timeline(),
            World.UNHEARD,
            Optional.of(itinerary.record()));
    Target target = stop.target();
    switch (world.site(target.id()).call(world.timeline().getAsLong(), arrival.workNanos())) {
      case Site.Reaction.Refused(var after) ->
          world.timeline().after(after, () -> failed(target, record, Fault.CONNECT));
      case Site.Reaction.Answered(var after, var status, var meter)
          when after <= world.tryNanos() -> {
        record.sent();
        ResponseVerdict verdict = ResponseVerdict.of(status, false, meter);
        world.timeline().after(after, () -> answered(target, record, verdict));
      }
      case Site.Reaction.Answered late -> timeOut(target, record);
      case Site.Reaction.Silent silent -> timeOut(target, record);
    }
  }

  private void timeOut(Target target, TryRecord record) {
    record.sent();
    world.timeline().after(world.tryNanos(), () -> failed(target, record, Fault.TIMEOUT));
  }

  private void failed(Target target, TryRecord record, Fault fault) {
    world.recorder().tried(target.id(), purpose, false);
    world.recorder().isFor(purpose);
    record.failed(fault, 0);
    boolean mayMove = arrival.repeatable() || fault == Fault.CONNECT;
    if (!mayMove || !launchNext()) {
      world.recorder().failed();
    }
  }

  private void answered(Target target, TryRecord record, ResponseVerdict verdict) {
    boolean isServed = !verdict.isWorthAnotherTry();
    world.recorder().tried(target.id(), purpose, isServed);
    record.headArrived();
    if (verdict.isPlatformFailure()) {
      record.failedWith(verdict);
    }
    boolean mayMove = !isServed && (arrival.repeatable() || verdict.isThrottle());
    boolean moved = mayMove && launchNext();
    world.recorder().isFor(purpose);
    record.answered(verdict, isServed ? arrival.responseBytes() : 0);
    if (isServed) {
      world.recorder().answered(target.id(), world.timeline().getAsLong() - arrival.nanos());
    } else if (!moved) {
      world.recorder().failed();
    }
  }

  private boolean launchNext() {
    boolean isLate = world.timeline().getAsLong() - arrival.nanos() >= world.totalNanos();
    Optional<Itinerary.Stop> stop = isLate ? Optional.empty() : itinerary.next();
    stop.ifPresent(this::launch);
    return stop.isPresent();
  }
}
