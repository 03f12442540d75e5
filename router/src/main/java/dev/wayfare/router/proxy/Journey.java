package dev.wayfare.router.proxy;

import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.dispatch.Itinerary;
import dev.wayfare.router.dispatch.Passage;
import dev.wayfare.router.dispatch.Passage.Phase;
import dev.wayfare.router.dispatch.ResponseVerdict;
import dev.wayfare.router.dispatch.TryRecord;
import dev.wayfare.router.health.Fault;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request's way from target to target, until one answers.
 *
 * <p>Until the answer's head is written, a platform failure moves a repeatable request on to the
 * next candidate; a request of which nothing was sent moves on in any case. After that a failure
 * cuts the client's connection: an answer that is not whole never ends like one that is.
 */
final class Journey implements Attempt.Observer {
  private static final System.Logger LOG = System.getLogger(Journey.class.getName());

  private final EventLoop loop;
  private final Exchange exchange;
  private final Deadlines deadlines;
  private final Outbound outbound;
  private final Itinerary itinerary;
  private final Passage passage;
  private @Nullable Attempt attempt;
  private @Nullable ResponseRelay relay;
  private boolean late;

  Journey(
      EventLoop loop,
      Exchange exchange,
      Deadlines deadlines,
      Outbound outbound,
      Itinerary itinerary) {
    this.loop = loop;
    this.exchange = exchange;
    this.deadlines = deadlines;
    this.outbound = outbound;
    this.itinerary = itinerary;
    this.passage = exchange.passage();
  }

  void begin() {
    launch(itinerary.first());
  }

  /** The whole request took too long. */
  void timeOut() {
    late = true;
    if (attempt == null) {
      return;
    }
    if (relay != null) {
      stalled(attempt, relay);
    } else if (awaitsClient()) {
      attempt.record().abandoned(attempt.isSent(), 0);
      attempt.cancel();
      exchange.refuse(Refusal.slowClient());
    } else {
      attempt.timeOut(new DeadlineException("the whole request took too long"));
    }
  }

  /** The answer began and did not end in time; a client that reads too slowly is its own fault. */
  private void stalled(Attempt answering, ResponseRelay begun) {
    if (begun.awaitsClient() || awaitsClient()) {
      answering.record().abandoned(true, begun.bytes());
    } else {
      answering.record().failed(Fault.TIMEOUT, begun.bytes());
    }
    answering.cancel();
    exchange.cutOff();
  }

  private boolean awaitsClient() {
    return outbound.payload() instanceof Payload.Streamed(var body) && body.awaitsClient();
  }

  /** Nobody wants the answer any more. */
  void abandon() {
    if (attempt == null) {
      return;
    }
    if (relay == null && attempt.isSent() && isWholeRequestSent()) {
      attempt.record().givenUp();
    } else {
      attempt.record().abandoned(attempt.isSent(), relay == null ? 0 : relay.bytes());
    }
    attempt.cancel();
  }

  private boolean isWholeRequestSent() {
    return !(outbound.payload() instanceof Payload.Streamed(var body)) || body.isEnded();
  }

  private boolean launchNext() {
    Optional<Itinerary.Stop> stop = late ? Optional.empty() : itinerary.next();
    stop.ifPresent(this::launch);
    return stop.isPresent();
  }

  private void launch(Itinerary.Stop stop) {
    ProxySetup setup = loop.setup();
    TryRecord record =
        new TryRecord(
            stop.target(),
            stop.permit(),
            setup.nanoTicker(),
            setup.listener(),
            Optional.of(itinerary.record()));
    if (passage.trace() != null) {
      record.traced(passage.trace().tried(stop.target(), itinerary.current()));
    }
    Attempt launched = new Attempt(stop.target(), record, this);
    attempt = launched;
    startTryTimer(launched);
    passage.enter(Phase.CONNECTION);
    launched.start(loop.client(), outbound);
  }

  private void startTryTimer(Attempt timed) {
    deadlines.perTry(timed::timeOut);
  }

  /**
   * The target's time begins: after the wait for a connection, and after a body that streams, since
   * that takes as long as the client likes.
   */
  @Override
  public void sending(Attempt sending) {
    passage.enter(Phase.ROUTER);
    if (outbound.payload() instanceof Payload.Streamed(var body)) {
      deadlines.endTry();
      body.whenEnded(() -> bodyEnded(sending));
    } else if (sending.record().waited()) {
      startTryTimer(sending);
    }
  }

  @Override
  public void sent(Attempt sent) {
    passage.enter(Phase.UPSTREAM);
  }

  private void bodyEnded(Attempt awaited) {
    if (relay == null && !exchange.isOver()) {
      awaited.record().bodyEnded();
      startTryTimer(awaited);
    }
  }

  @Override
  public void headArrived(Attempt answered, HttpClientResponse upstream) {
    passage.enter(Phase.ROUTER);
    deadlines.endTry();
    ResponseVerdict verdict = Attempt.verdict(upstream);
    if (!verdict.isFinal()) {
      malformed(answered, new IllegalArgumentException("status " + upstream.statusCode()));
      return;
    }
    if (verdict.isPlatformFailure()) {
      answered.record().failedWith(verdict);
    }
    if (mayMoveOn(verdict) && launchNext()) {
      answered.record().answered(verdict, 0);
      answered.discard(upstream);
      loop.setup().listener().retried(answered.target());
      return;
    }
    answer(answered, upstream, verdict);
  }

  /** A throttled request was not run, so that any can be sent again whose body is still here. */
  private boolean mayMoveOn(ResponseVerdict verdict) {
    return verdict.isWorthAnotherTry()
        && (outbound.isRepeatable() || (verdict.isThrottle() && outbound.isKept()));
  }

  private void answer(Attempt answered, HttpClientResponse upstream, ResponseVerdict verdict) {
    HttpServerResponse response = exchange.request().response();
    ResponseRelay started = new ResponseRelay(upstream, response);
    try {
      started.head(exchange.request());
      response.putHeader("x-request-id", exchange.requestId());
      writeDecision(response);
    } catch (IllegalArgumentException e) {
      response.headers().clear();
      malformed(answered, e);
      return;
    }
    relay = started;
    started.body(
        bytes -> {
          answered.record().answered(verdict, bytes);
          if (exchange.isBodyLeft()) {
            answered.sever();
          }
          exchange.finish();
        },
        cause -> {
          answered.record().failed(Fault.RESET, started.bytes());
          answered.cancel();
          exchange.cutOff();
        });
    passage.enter(Phase.UPSTREAM);
  }

  private void malformed(Attempt answered, IllegalArgumentException cause) {
    LOG.log(System.Logger.Level.WARNING, "malformed answer from " + answered.target().id(), cause);
    answered.record().failed(Fault.RESET, 0);
    answered.cancel();
    if (outbound.isRepeatable() && launchNext()) {
      loop.setup().listener().retried(answered.target());
    } else {
      exchange.refuse(Refusal.allFailed());
    }
  }

  private void writeDecision(HttpServerResponse response) {
    if (!loop.setup().settings().decisionHeaders()) {
      return;
    }
    Candidate chosen = itinerary.current();
    response.putHeader("wayfare-target", chosen.target());
    if (chosen.fare() instanceof Fare.Known fare) {
      response.putHeader("wayfare-quote-usd", fare.usd().toPlainString());
    }
  }

  @Override
  public void failed(Attempt failed, Fault fault, Throwable cause) {
    passage.enter(Phase.ROUTER);
    deadlines.endTry();
    LOG.log(
        System.Logger.Level.DEBUG,
        () ->
            "request %s: %s failed: %s"
                .formatted(exchange.requestId(), failed.target().id(), fault),
        cause);
    boolean mayMove = !exchange.isOver() && (outbound.isRepeatable() || !failed.isSent());
    if (mayMove && (launchNext() || again(fault))) {
      loop.setup().listener().retried(failed.target());
    } else {
      exchange.refuse(fault == Fault.TIMEOUT || late ? Refusal.timedOut() : Refusal.allFailed());
    }
  }

  /**
   * A connection that was kept open may just have been closed by the other side: once more, when
   * the pool has taken note of that.
   */
  private boolean again(Fault fault) {
    if (fault != Fault.RESET || late || !itinerary.repeatOnce()) {
      return false;
    }
    loop.vertx().runOnContext(next -> repeat());
    return true;
  }

  private void repeat() {
    if (exchange.isOver()) {
      return;
    }
    Optional<Itinerary.Stop> stop = late ? Optional.empty() : itinerary.again();
    stop.ifPresentOrElse(
        this::launch, () -> exchange.refuse(late ? Refusal.timedOut() : Refusal.allFailed()));
  }

  @Override
  public void crowdedOut(Attempt refused) {
    passage.enter(Phase.ROUTER);
    deadlines.endTry();
    if (late) {
      exchange.refuse(Refusal.timedOut());
    } else if (!launchNext()) {
      exchange.refuse(Refusal.crowded());
    }
  }
}
