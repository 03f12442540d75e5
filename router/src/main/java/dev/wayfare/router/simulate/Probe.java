package dev.wayfare.router.simulate;

import dev.wayfare.router.dispatch.ResponseVerdict;
import dev.wayfare.router.dispatch.Target;
import dev.wayfare.router.dispatch.TryRecord;
import dev.wayfare.router.health.Fault;
import dev.wayfare.router.health.Permit;
import java.util.Optional;

/** A request of the router's own to a target on trial. */
final class Probe {
  private static final double WORK_NANOS = 1e6;

  private final World world;
  private final Target target;
  private final TryRecord record;

  Probe(World world, Target target, Permit permit) {
    this.world = world;
    this.target = target;
    this.record = new TryRecord(target, permit, world.timeline(), World.UNHEARD, Optional.empty());
  }

  void begin() {
    switch (world.site(target.id()).call(world.timeline().getAsLong(), WORK_NANOS)) {
      case Site.Reaction.Refused(var after) ->
          world.timeline().after(after, () -> failed(Fault.CONNECT));
      case Site.Reaction.Answered(var after, var status, var meter)
          when after <= world.tryNanos() -> {
        record.sent();
        ResponseVerdict verdict = ResponseVerdict.of(status, true, meter);
        world.timeline().after(after, () -> answered(verdict));
      }
      case Site.Reaction.Answered late -> timeOut();
      case Site.Reaction.Silent silent -> timeOut();
    }
  }

  private void timeOut() {
    record.sent();
    world.timeline().after(world.tryNanos(), () -> failed(Fault.TIMEOUT));
  }

  private void failed(Fault fault) {
    world.recorder().tried(target.id(), Purpose.PROBED, false);
    world.recorder().isFor(Purpose.PROBED);
    record.failed(fault, 0);
  }

  private void answered(ResponseVerdict verdict) {
    world.recorder().tried(target.id(), Purpose.PROBED, !verdict.isWorthAnotherTry());
    record.headArrived();
    if (verdict.isPlatformFailure()) {
      record.failedWith(verdict);
    }
    world.recorder().isFor(Purpose.PROBED);
    record.answered(verdict, 0);
  }
}
