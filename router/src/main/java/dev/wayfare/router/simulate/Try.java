package dev.wayfare.router.simulate;

import dev.wayfare.router.dispatch.DecisionRecord;
import dev.wayfare.router.dispatch.Itinerary;
import dev.wayfare.router.dispatch.ResponseVerdict;
import dev.wayfare.router.dispatch.TryRecord;
import dev.wayfare.router.health.Fault;
import java.util.Optional;
import java.util.function.Consumer;

/** One request to one target, recorded as the listener records it; a probe is a {@code HEAD}. */
final class Try {
  private final World world;
  private final String target;
  private final Purpose purpose;
  private final TryRecord record;
  private boolean over;

  /**
   * @param decision that led here; empty for a probe
   */
  Try(World world, Itinerary.Stop stop, Purpose purpose, Optional<DecisionRecord> decision) {
    this.world = world;
    this.target = stop.target().id();
    this.purpose = purpose;
    this.record =
        new TryRecord(stop.target(), stop.permit(), world.timeline(), World.UNHEARD, decision);
  }

  /**
   * Sends the request.
   *
   * @param failed is told later that no answer came
   * @param answered or that one did, and calls {@link #end}
   */
  void begin(double workNanos, Consumer<Fault> failed, Consumer<ResponseVerdict> answered) {
    Timeline timeline = world.timeline();
    switch (world.site(target).call(timeline.getAsLong(), workNanos)) {
      case Site.Reaction.Refused(var after) ->
          timeline.after(after, () -> fail(Fault.CONNECT, failed));
      case Site.Reaction.Answered(var after, var status, var meter)
          when after <= world.tryNanos() -> {
        record.sent();
        ResponseVerdict verdict = ResponseVerdict.of(status, purpose == Purpose.PROBED, meter);
        timeline.after(after, () -> answer(verdict, answered));
      }
      case Site.Reaction.Answered late -> timeOut(failed);
      case Site.Reaction.Silent silent -> timeOut(failed);
    }
  }

  private void timeOut(Consumer<Fault> failed) {
    record.sent();
    world.timeline().after(world.tryNanos(), () -> fail(Fault.TIMEOUT, failed));
  }

  private void fail(Fault fault, Consumer<Fault> failed) {
    if (over) {
      return;
    }
    world.recorder().tried(target, purpose, false);
    world.recorder().isFor(purpose);
    record.failed(fault, 0);
    failed.accept(fault);
  }

  private void answer(ResponseVerdict verdict, Consumer<ResponseVerdict> answered) {
    if (over) {
      return;
    }
    world.recorder().tried(target, purpose, !verdict.isWorthAnotherTry());
    record.headArrived();
    if (verdict.isPlatformFailure()) {
      record.failedWith(verdict);
    }
    answered.accept(verdict);
  }

  /** Another try at the same request was answered first. */
  void outrun() {
    over = true;
    world.recorder().isFor(purpose);
    record.outrun();
  }

  /** The answer's body ended, after so many bytes. */
  void end(ResponseVerdict verdict, long bytes) {
    world.recorder().isFor(purpose);
    record.answered(verdict, bytes);
  }
}
