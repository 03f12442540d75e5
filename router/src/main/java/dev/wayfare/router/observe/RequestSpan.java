package dev.wayfare.router.observe;

import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.dispatch.DecisionRecord;
import dev.wayfare.router.dispatch.Passage;
import dev.wayfare.router.dispatch.Target;
import dev.wayfare.router.dispatch.Trace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** The server span of one request. */
final class RequestSpan implements Trace {
  private static final int FIRST_SERVER_ERROR = 500;

  private final Tracer tracer;
  private final Span span;
  private final Passage passage;
  private int tries;

  RequestSpan(Tracer tracer, Span span, Passage passage) {
    this.tracer = tracer;
    this.span = span;
    this.passage = passage;
  }

  @Override
  public String id() {
    return span.getSpanContext().getTraceId();
  }

  @Override
  public Try tried(Target target, Candidate candidate) {
    Context parent = Context.root().with(span);
    Span client =
        tracer
            .spanBuilder(HttpAttributes.method(passage.method()))
            .setSpanKind(SpanKind.CLIENT)
            .setParent(parent)
            .startSpan();
    TrySpan begun = new TrySpan(client, parent.with(client));
    if (client.isRecording()) {
      begun.describe(passage, target, candidate, tries);
    }
    tries++;
    return begun;
  }

  @Override
  public void ended(Passage ended) {
    if (span.isRecording()) {
      describe(ended);
    }
    span.end();
  }

  private void describe(Passage ended) {
    HttpAttributes.putMethod(span, ended.method());
    span.setAttribute(HttpAttributes.REQUEST_ID, ended.requestId());
    ended.path().ifPresent(path -> span.setAttribute(HttpAttributes.PATH, path));
    if (ended.caller().address() != null) {
      span.setAttribute(HttpAttributes.CLIENT, ended.caller().address());
    }
    if (ended.sender() != null && ended.sender().name() != null) {
      span.setAttribute(HttpAttributes.END_USER, ended.sender().name());
    }
    if (ended.route() != null) {
      String route = ended.route().path();
      span.updateName(HttpAttributes.method(ended.method()) + " " + route);
      span.setAttribute(HttpAttributes.ROUTE, route);
      span.setAttribute(HttpAttributes.FUNCTION, ended.route().function());
    }
    DecisionRecord made = ended.decision();
    if (made != null) {
      span.setAttribute(HttpAttributes.REASON, Words.ofReason(made.decision()));
    }
    if (ended.refusal() != null) {
      span.setAttribute(HttpAttributes.REFUSED, ended.refusal());
    }
    describeEnd(ended);
  }

  private void describeEnd(Passage ended) {
    if (ended.status() != 0) {
      span.setAttribute(HttpAttributes.STATUS, ended.status());
    }
    if (ended.end() != null && ended.end() != Passage.End.ANSWERED) {
      HttpAttributes.fail(span, Words.of(ended.end()));
    } else if (ended.status() >= FIRST_SERVER_ERROR) {
      HttpAttributes.fail(span, Integer.toString(ended.status()));
    }
  }
}
