package dev.wayfare.router.proxy;

import dev.wayfare.router.access.Authentication;
import dev.wayfare.router.access.Consumer;
import dev.wayfare.router.access.Credentials;
import dev.wayfare.router.access.Denial;
import dev.wayfare.router.access.Guard;
import dev.wayfare.router.config.Bounds;
import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.dispatch.DecisionRecord;
import dev.wayfare.router.dispatch.Itinerary;
import dev.wayfare.router.dispatch.Load;
import dev.wayfare.router.dispatch.Passage;
import dev.wayfare.router.dispatch.Passage.End;
import dev.wayfare.router.dispatch.Passage.Phase;
import dev.wayfare.router.dispatch.Posting;
import dev.wayfare.router.dispatch.Route;
import dev.wayfare.router.dispatch.Sender;
import dev.wayfare.router.dispatch.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request of one client, from its head to the end of its answer: the client's side of it.
 *
 * <p>Lives on one event loop. What happens between the router and the targets is the {@link
 * Journey}'s.
 */
final class Exchange {
  private static final System.Logger LOG = System.getLogger(Exchange.class.getName());

  private static final int NO_CONTENT = 204;

  /** RFC 9113, section 7. */
  private static final long INTERNAL_ERROR = 2;

  private final EventLoop loop;
  private final ClientConnections.Connection connection;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final String requestId;
  private final BodyLength length;
  private final @Nullable Guard guard;
  private final Client client;
  private final Passage passage;
  private final ClientBody body;
  private final Deadlines deadlines;
  private @Nullable Journey journey;
  private boolean isTakenOn;
  private boolean isBeingVerified;
  private long roomBytes;
  private @Nullable Leftovers leftovers;
  private boolean over;

  /** The exchange of a paused request. */
  Exchange(EventLoop loop, ClientConnections.Connection connection, HttpServerRequest request) {
    this.loop = loop;
    this.connection = connection;
    this.request = request;
    this.response = request.response();
    this.requestId = loop.ids().keepOrMake(request.getHeader("x-request-id"));
    this.length = BodyLength.of(request);
    this.guard = loop.setup().access().guard();
    this.client = new Client(request);
    this.passage =
        new Passage(requestId, request.method().name(), client, loop.setup().nanoTicker());
    this.deadlines = new Deadlines(loop.vertx(), loop.total());
    this.body = new ClientBody(request, bounds().maxRequestBodyBytes(), this::tooLarge);
  }

  void begin() {
    connection.began();
    response.closeHandler(closed -> clientGone());
    response.exceptionHandler(ignored -> {});
    request.exceptionHandler(ignored -> {});
    if (isLastOfItsConnection()) {
      endConnection();
    }
    beginTrace();
    deadlines.total(this::totalTimeout);
    isTakenOn = load().begin();
    if (!isTakenOn) {
      refuse(Refusal.shed("the router has as many requests as it can take"));
      return;
    }
    Refusal refusal = Admission.refusal(request, length, loop.hops());
    if (refusal != null) {
      refuseAsLast(refusal);
      return;
    }
    Optional<OriginForm> path = OriginForm.of(request.uri());
    if (MaxForwards.endsHere(request) && (path.isPresent() || OriginForm.isServer(request.uri()))) {
      answerForItself();
      return;
    }
    if (path.isEmpty()) {
      refuseAsLast(Refusal.noPath());
      return;
    }
    passage.path(path.get().path());
    if (guard == null) {
      route(path.get(), null);
    } else {
      authenticate(guard, path.get());
    }
  }

  private void authenticate(Guard by, OriginForm path) {
    Credentials shown =
        new Credentials(
            request.headers().getAll(by.keyHeader()),
            request.headers().getAll(HttpHeaders.AUTHORIZATION),
            client.address());
    settle(by.authenticate(shown), path);
  }

  private void settle(Authentication from, OriginForm path) {
    isBeingVerified = false;
    if (over) {
      return;
    }
    switch (from) {
      case Authentication.Known(var consumer) -> route(path, consumer);
      case Authentication.Denied(var denial) -> refuse(Refusal.of(denial));
      case Authentication.Pending(var result) -> {
        isBeingVerified = true;
        Future.fromCompletionStage(result, loop.vertx().getOrCreateContext())
            .onSuccess(then -> settle(then, path));
      }
    }
  }

  /** Nobody learns without a credential which paths there are. */
  private void route(OriginForm path, @Nullable Consumer consumer) {
    Optional<Route> route = loop.setup().routes().match(path.path());
    if (consumer != null) {
      passage.sender(new Sender(consumer.name(), consumer.ledgerName()));
    }
    if (route.isEmpty()) {
      refuse(Refusal.notFound());
      return;
    }
    passage.route(route.get());
    Denial denial = consumer == null ? null : consumer.admit(route.get().function());
    if (denial != null) {
      refuse(Refusal.of(denial));
    } else if (route.get().targets().isEmpty()) {
      refuse(Refusal.undeployed());
    } else {
      readBody(route.get(), path);
    }
  }

  private void beginTrace() {
    Tracing tracing = loop.setup().tracing();
    if (tracing != null) {
      TraceFields.begin(tracing, passage, request.headers());
    }
  }

  /** The router itself takes any method, and knows of no options. */
  private void answerForItself() {
    Future<Void> end = response.setStatusCode(NO_CONTENT).end();
    finish(0);
    sent(end);
  }

  /** By HTTP/2 a connection is ended as a whole, by {@link ClientConnections}. */
  private boolean isLastOfItsConnection() {
    return request.version() != HttpVersion.HTTP_2
        && (loop.setup().drain().hasBegun() || isAskedToClose() || isLengthUnsure());
  }

  /** Vert.x sees {@code close} only where it is the one option. */
  private boolean isAskedToClose() {
    String options = request.getHeader(HttpHeaders.CONNECTION);
    return options != null
        && options.contains(",")
        && ForwardableFields.namedByConnection(request.headers()).contains("close");
  }

  /**
   * By HTTP/1.0 the codec takes the first of several lengths, and shows no other: the rest is then
   * at least never a request.
   */
  private boolean isLengthUnsure() {
    return request.version() == HttpVersion.HTTP_1_0 && length.field() != null;
  }

  private void endConnection() {
    connection.takeNoMore();
    response.putHeader("connection", "close");
    response.endHandler(ended -> request.connection().close());
  }

  private void readBody(Route route, OriginForm path) {
    if (length.bytes() > bounds().maxRequestBodyBytes()) {
      tooLarge();
    } else if (length.isNone()) {
      request.resume();
      forward(route, path, new Payload.Kept(Buffer.buffer()));
    } else if ((length.isSaid() || Outbound.isIdempotent(request.method(), request.headers()))
        && length.bytes() <= bounds().retryBufferBytes()
        && takesRoom(length)) {
      passage.enter(Phase.CLIENT);
      body.take(bounds().retryBufferBytes(), payload -> forward(route, path, payload));
    } else if (length.isOpen()) {
      // Whether there is a body at all shows only now.
      body.take(0, payload -> forward(route, path, payload));
    } else {
      forward(route, path, body.untouched());
    }
  }

  /** Room for a body that is to be kept; without it, it passes through and cannot be sent again. */
  private boolean takesRoom(BodyLength length) {
    long bytes = length.isSaid() ? length.bytes() : bounds().retryBufferBytes();
    if (load().keep(bytes)) {
      roomBytes = bytes;
      return true;
    }
    return false;
  }

  private void forward(Route route, OriginForm path, Payload payload) {
    if (over) {
      return;
    }
    passage.enter(Phase.ROUTER);
    String host = RequestedHost.of(request).orElse(null);
    MultiMap fields;
    try {
      fields = OutboundFields.of(request, host, requestId, loop.hops());
      if (passage.trace() != null) {
        TraceFields.remove(fields);
      }
      if (guard != null) {
        fields.remove(guard.keyHeader());
      }
    } catch (IllegalArgumentException e) {
      LOG.log(System.Logger.Level.DEBUG, "malformed request " + requestId, e);
      refuseAsLast(Refusal.malformed());
      return;
    }
    forward(route, new Outbound(request.method(), path, fields, host, length.field(), payload));
  }

  private void forward(Route route, Outbound outbound) {
    ProxySetup setup = loop.setup();
    Posting posting = route.posting(setup.nanoTicker().getAsLong(), client);
    Decision decision = route.decide(posting, outbound.isRepeatable(), loop.random().nextLong());
    DecisionRecord made =
        setup.journal().add(requestId, passage.sender(), route, posting, decision);
    passage.decided(made);
    switch (decision) {
      case Decision.Shed shed -> refuse(Refusal.shed(shed.reason()));
      case Decision.Routed routed -> {
        long deadlineNanos = passage.beganNanos() + bounds().timeout().toNanos();
        Itinerary itinerary =
            new Itinerary(made, routed, setup.nanoTicker(), deadlineNanos, loop.random());
        Journey begun = new Journey(loop, this, deadlines, outbound, itinerary);
        journey = begun;
        begun.begin();
      }
    }
  }

  private void totalTimeout() {
    if (isBeingVerified) {
      refuse(Refusal.of(Denial.unverified()));
    } else if (journey == null) {
      refuse(Refusal.slowClient());
    } else {
      journey.timeOut();
    }
  }

  private void clientGone() {
    if (!over) {
      abandonJourney();
      finish(End.ABANDONED, response.bytesWritten());
    }
  }

  private void tooLarge() {
    abandonJourney();
    refuse(Refusal.tooLarge(bounds().maxRequestBodyBytes()));
  }

  private void abandonJourney() {
    if (journey != null) {
      journey.abandon();
    }
  }

  /**
   * Reads the whole of a body that was to pass through, for a target that gets no other.
   *
   * @param ready gets it, or the rest of it as a stream where there is more than {@code most}
   * @return false, and nothing is read, where there is no room for it
   */
  boolean gather(ClientBody streamed, int most, Handler<Payload> ready) {
    long bytes = length.isSaid() ? length.bytes() : most;
    if (!load().keep(bytes)) {
      return false;
    }
    roomBytes += bytes;
    passage.enter(Phase.CLIENT);
    streamed.gather(most, ready);
    return true;
  }

  /** The length of the body where the head says it, else 0. */
  long saidBytes() {
    return length.bytes();
  }

  HttpServerRequest request() {
    return request;
  }

  Passage passage() {
    return passage;
  }

  String requestId() {
    return requestId;
  }

  /** True once the answer has ended, or never will. */
  boolean isOver() {
    return over;
  }

  /** Answers without a target; an answer that began already is cut off instead. */
  void refuse(Refusal refusal) {
    if (over) {
      return;
    }
    if (response.headWritten()) {
      cutOff();
      return;
    }
    passage.refused(refusal.cause());
    int bytes = refusal.text(requestId).length();
    tell(End.ANSWERED, refusal.status(), bytes);
    boolean isMultiplexed = request.version() == HttpVersion.HTTP_2;
    Future<Void> end = refusal.writeTo(response, requestId, !isMultiplexed && isBodyLeft());
    finish(bytes);
    sent(end);
  }

  /** The same, where what follows on the connection may not be what the client means. */
  private void refuseAsLast(Refusal refusal) {
    if (request.version() != HttpVersion.HTTP_2) {
      endConnection();
    }
    refuse(refusal);
  }

  /**
   * Ends the client's connection, or by HTTP/2 its stream, so that a part of an answer does not
   * look like all of it.
   */
  void cutOff() {
    if (!over) {
      response.reset(INTERNAL_ERROR);
      finish(End.CUT_OFF, response.bytesWritten());
    }
  }

  /** The answer, of {@code bytes} of body, is about to end. */
  void finish(long bytes) {
    finish(End.ANSWERED, bytes);
  }

  private void finish(End how, long bytesOut) {
    boolean hasNone = how == End.ABANDONED && !response.headWritten();
    tell(how, hasNone ? 0 : response.getStatusCode(), bytesOut);
    if (!over) {
      connection.ended();
      giveBack();
    }
    over = true;
    deadlines.end();
    body.stop();
    if (isBodyLeft()) {
      leftovers = new Leftovers(loop.vertx(), request);
      leftovers.discard();
    }
  }

  /** The answer's end was written, and {@code end} completes once it is on its way. */
  void sent(Future<Void> end) {
    Leftovers rest = leftovers;
    if (rest != null) {
      end.onSuccess(sent -> rest.answerSent());
    }
  }

  private void giveBack() {
    if (isTakenOn) {
      load().end();
    }
    if (roomBytes > 0) {
      load().release(roomBytes);
    }
  }

  private Load load() {
    return loop.setup().load();
  }

  /** Tells, once, that the request has ended. */
  private void tell(End how, int status, long bytesOut) {
    if (passage.end() == null) {
      passage.end(how, status, body.bytes(), bytesOut);
      loop.setup().ended().accept(passage);
    }
  }

  /** True while the client has not sent all of its body. */
  boolean isBodyLeft() {
    return !length.isNone() && !request.isEnded();
  }

  private Bounds bounds() {
    return loop.setup().settings().bounds();
  }
}
