package dev.wayfare.router.proxy;

import dev.wayfare.router.config.TargetAuth;
import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.dispatch.Itinerary;
import dev.wayfare.router.dispatch.Passage;
import dev.wayfare.router.dispatch.Passage.Phase;
import dev.wayfare.router.dispatch.ResponseVerdict;
import dev.wayfare.router.dispatch.Target;
import dev.wayfare.router.dispatch.TryRecord;
import dev.wayfare.router.health.Fault;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request's way from target to target, until one answers.
 *
 * <p>Until an answer's head is written, a platform failure moves a repeatable request on to the
 * next candidate; a request of which nothing was sent moves on in any case. A target that is slow
 * may get company: then two targets have the request, the first good head wins, and one that fails
 * leaves it to the other.
 */
final class Journey implements Attempt.Observer {
  private static final System.Logger LOG = System.getLogger(Journey.class.getName());

  private static final Refusal TOO_LARGE_TO_SIGN =
      Refusal.tooLargeToSign(TargetAuth.AwsIam.MOST_BODY_BYTES);

  private final EventLoop loop;
  private final Exchange exchange;
  private final Deadlines deadlines;
  private final Itinerary itinerary;
  private final Passage passage;
  private Outbound outbound;
  private @Nullable Attempt attempt;
  private @Nullable Attempt rival;
  private @Nullable Reply reply;
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
    if (!launch(itinerary.first())) {
      exchange.refuse(Refusal.shed("every target of this function has as many as it can take"));
    }
  }

  /** The whole request took too long. */
  void timeOut() {
    late = true;
    if (reply != null) {
      reply.stalled(awaitsClient());
    } else if (attempt != null && awaitsClient()) {
      attempt.record().abandoned(attempt.isSent(), 0);
      attempt.cancel();
      exchange.refuse(Refusal.slowClient());
    } else {
      DeadlineException cause = new DeadlineException("the whole request took too long");
      if (rival != null) {
        rival.timeOut(cause);
      }
      if (attempt != null) {
        attempt.timeOut(cause);
      }
    }
  }

  private boolean awaitsClient() {
    return outbound.payload() instanceof Payload.Streamed(var body) && body.awaitsClient();
  }

  /** Nobody wants the answer any more. */
  void abandon() {
    if (reply != null) {
      reply.abandoned();
      return;
    }
    abandon(rival);
    abandon(attempt);
  }

  private void abandon(@Nullable Attempt running) {
    if (running == null) {
      return;
    }
    if (running.isSent() && isWholeRequestSent()) {
      running.record().givenUp();
    } else {
      running.record().abandoned(running.isSent(), 0);
    }
    running.cancel();
  }

  private boolean isWholeRequestSent() {
    return !(outbound.payload() instanceof Payload.Streamed(var body)) || body.isEnded();
  }

  /** Goes on where no target got anything of the request. */
  private boolean launchNext() {
    return launch(late ? Optional.empty() : itinerary.next());
  }

  /** Goes on though a target got the request. */
  private boolean retry() {
    return launch(late ? Optional.empty() : itinerary.retry());
  }

  private boolean launch(Optional<Itinerary.Stop> stop) {
    stop.ifPresent(this::launch);
    return stop.isPresent();
  }

  private void launch(Itinerary.Stop stop) {
    Attempt launched = attemptAt(stop);
    attempt = launched;
    if (!fits(launched.target())) {
      passOver(launched, TOO_LARGE_TO_SIGN);
    } else if (outbound.payload() instanceof Payload.Streamed(var body)
        && isSigned(launched.target())) {
      gather(launched, body);
    } else {
      start(launched);
    }
  }

  /** A signature covers the whole body, which must be here before anything is sent. */
  private static boolean isSigned(Target target) {
    return target.config().access().auth() instanceof TargetAuth.AwsIam;
  }

  private boolean fits(Target target) {
    long bytes =
        outbound.payload() instanceof Payload.Kept(var body) ? body.length() : exchange.saidBytes();
    return !isSigned(target) || bytes <= TargetAuth.AwsIam.MOST_BODY_BYTES;
  }

  private void gather(Attempt launched, ClientBody body) {
    boolean hasRoom =
        exchange.gather(
            body,
            TargetAuth.AwsIam.MOST_BODY_BYTES,
            payload -> {
              outbound = outbound.with(payload);
              if (payload instanceof Payload.Kept) {
                start(launched);
              } else {
                passOver(launched, TOO_LARGE_TO_SIGN);
              }
            });
    if (!hasRoom) {
      passOver(launched, Refusal.shed("there is no memory left for a body of its size"));
    }
  }

  /** Another target may take what this one does not. */
  private void passOver(Attempt launched, Refusal otherwise) {
    launched.record().neverBegan();
    if (!launchNext()) {
      exchange.refuse(otherwise);
    }
  }

  private Attempt attemptAt(Itinerary.Stop stop) {
    ProxySetup setup = loop.setup();
    TryRecord record =
        new TryRecord(
            stop.target(),
            stop.permit(),
            setup.nanoTicker(),
            setup.listener(),
            Optional.of(itinerary.record()));
    if (passage.trace() != null) {
      record.traced(passage.trace().tried(stop.target(), itinerary.candidate(stop.target())));
    }
    return new Attempt(loop.perTry(), stop.target(), record, this);
  }

  private void start(Attempt launched) {
    launched.limit();
    if (launched == attempt) {
      passage.enter(Phase.CONNECTION);
    }
    launched.start(loop.upstream(), outbound);
  }

  /**
   * The target's time begins: after the wait for a connection, and after a body that streams, since
   * that takes as long as the client likes.
   */
  @Override
  public long sending(Attempt sending) {
    enter(sending, Phase.ROUTER);
    if (outbound.payload() instanceof Payload.Streamed(var body)) {
      sending.unlimit();
      body.whenEnded(() -> bodyEnded(sending));
    } else {
      if (sending.record().waited()) {
        sending.limit();
      }
      itinerary
          .hedgeAfterNanos(sending.target())
          .ifPresent(
              nanos -> deadlines.hedge(TimeUnit.NANOSECONDS.toMillis(nanos), () -> hedge(sending)));
    }
    return millisLeft();
  }

  /** At least 1: nobody is asked for an answer that nobody waits for. */
  private long millisLeft() {
    long left = TimeUnit.NANOSECONDS.toMillis(itinerary.leftNanos());
    return Math.clamp(left, 1, loop.perTry().time().toMillis());
  }

  @Override
  public void sent(Attempt sent) {
    enter(sent, Phase.UPSTREAM);
  }

  /** While two tries are under way, the request waits for what the first waits for. */
  private void enter(Attempt of, Phase phase) {
    if (of == attempt) {
      passage.enter(phase);
    }
  }

  private void bodyEnded(Attempt awaited) {
    if (reply == null && !exchange.isOver()) {
      awaited.record().bodyEnded();
      awaited.limit();
    }
  }

  /** Another target gets the request too, unless the one that has it answered or failed. */
  private void hedge(Attempt slow) {
    if (slow != attempt || rival != null || reply != null || late || exchange.isOver()) {
      return;
    }
    itinerary
        .hedge()
        .ifPresent(
            stop -> {
              loop.setup().listener().hedged(stop.target());
              Attempt second = attemptAt(stop);
              if (fits(second.target())) {
                rival = second;
                start(second);
              } else {
                second.record().neverBegan();
              }
            });
  }

  /** Forgets an attempt that failed; true where another is under way, for which is waited now. */
  private boolean leaveToOther(Attempt failed) {
    Attempt other = failed == attempt ? rival : attempt;
    if (rival == null || other == null) {
      return false;
    }
    attempt = other;
    rival = null;
    passage.enter(other.isSent() ? Phase.UPSTREAM : Phase.CONNECTION);
    return true;
  }

  /** Whoever else has the request need not answer it any more. */
  private void outrunOther(Attempt winner) {
    Attempt loser = winner == attempt ? rival : attempt;
    if (loser != null && loser != winner) {
      loser.record().outrun();
      loser.cancel();
    }
    attempt = winner;
    rival = null;
  }

  @Override
  public void headArrived(Attempt answered, HttpClientResponse upstream) {
    passage.enter(Phase.ROUTER);
    ResponseVerdict verdict = answered.verdict(upstream);
    if (!verdict.isFinal()) {
      malformed(answered, new IllegalArgumentException("status " + upstream.statusCode()));
      return;
    }
    if (verdict.isPlatformFailure()) {
      answered.record().failedWith(verdict);
    }
    if (mayMoveOn(verdict) && (leaveToOther(answered) || retry())) {
      answered.record().answered(verdict, 0);
      answered.discard(upstream);
      loop.setup().listener().retried(answered.target());
      return;
    }
    deadlines.endHedge();
    answer(answered, upstream, verdict);
  }

  /**
   * A request that was turned away was not run, so that any can be sent again whose body is still
   * here.
   */
  private boolean mayMoveOn(ResponseVerdict verdict) {
    return verdict.isWorthAnotherTry()
        && (outbound.isRepeatable() || (verdict.isTurnedAway() && outbound.isKept()));
  }

  private void answer(Attempt answered, HttpClientResponse upstream, ResponseVerdict verdict) {
    HttpServerResponse response = exchange.request().response();
    ResponseRelay relay = new ResponseRelay(upstream, response);
    try {
      relay.head(exchange.request());
      response.putHeader("x-request-id", exchange.requestId());
      writeDecision(response, answered);
    } catch (IllegalArgumentException e) {
      response.headers().clear();
      malformed(answered, e);
      return;
    }
    outrunOther(answered);
    Reply begun = new Reply(exchange, answered, relay);
    reply = begun;
    begun.begin(verdict);
    passage.enter(Phase.UPSTREAM);
    // What came together with the head is passed on first, so that both go in one write.
    loop.vertx().runOnContext(ignored -> relay.showHead());
  }

  private void malformed(Attempt answered, IllegalArgumentException cause) {
    LOG.log(System.Logger.Level.WARNING, "malformed answer from " + answered.target().id(), cause);
    answered.record().failed(Fault.RESET, 0);
    answered.cancel();
    if (leaveToOther(answered) || (outbound.isRepeatable() && retry())) {
      loop.setup().listener().retried(answered.target());
    } else {
      exchange.refuse(Refusal.allFailed());
    }
  }

  private void writeDecision(HttpServerResponse response, Attempt answered) {
    if (!loop.setup().settings().decisionHeaders()) {
      return;
    }
    Candidate chosen = itinerary.candidate(answered.target());
    response.putHeader("wayfare-target", answered.target().id());
    if (chosen.fare() instanceof Fare.Known fare) {
      response.putHeader("wayfare-quote-usd", fare.usd().toPlainString());
    }
  }

  @Override
  public void failed(Attempt failed, Fault fault, Throwable cause) {
    enter(failed, Phase.ROUTER);
    LOG.log(
        System.Logger.Level.DEBUG,
        () ->
            "request %s: %s failed: %s"
                .formatted(exchange.requestId(), failed.target().id(), fault),
        cause);
    if (exchange.isOver()) {
      return;
    }
    if (!failed.isSent()) {
      itinerary.unreached(failed.target());
    }
    if (leaveToOther(failed) || moveOn(failed, fault)) {
      loop.setup().listener().retried(failed.target());
    } else {
      exchange.refuse(fault == Fault.TIMEOUT || late ? Refusal.timedOut() : Refusal.allFailed());
    }
  }

  private boolean moveOn(Attempt failed, Fault fault) {
    if (!failed.isSent()) {
      return launchNext();
    }
    return outbound.isRepeatable() && (retry() || again(fault));
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
    if (leaveToOther(refused)) {
      return;
    }
    passage.enter(Phase.ROUTER);
    if (late) {
      exchange.refuse(Refusal.timedOut());
    } else if (!launchNext()) {
      exchange.refuse(Refusal.crowded());
    }
  }
}
