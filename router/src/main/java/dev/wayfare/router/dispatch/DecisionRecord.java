package dev.wayfare.router.dispatch;

import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.dispatch.TrafficListener.TryOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One decision, what it was made from, and what became of it. Safe to read from any thread. */
public final class DecisionRecord {
  private final String requestId;
  private final @Nullable Sender sender;
  private final Route route;
  private final Posting posting;
  private final Decision decision;
  private final long atMillis;
  private final List<Try> tries = new ArrayList<>(1);

  /**
   * How one try went.
   *
   * @param latency until the response began, or failed
   */
  public record Try(String target, TryOutcome outcome, Duration latency) {}

  DecisionRecord(
      String requestId,
      @Nullable Sender sender,
      Route route,
      Posting posting,
      Decision decision,
      long atMillis) {
    this.requestId = requestId;
    this.sender = sender;
    this.route = route;
    this.posting = posting;
    this.decision = decision;
    this.atMillis = atMillis;
  }

  /** The request's id, as in its answer's {@code x-request-id}. */
  public String requestId() {
    return requestId;
  }

  /** Who sent the request; null where that is not asked. */
  public @Nullable Sender sender() {
    return sender;
  }

  /** The function that was asked for. */
  public Route route() {
    return route;
  }

  /** What the decision was made from. */
  public Posting posting() {
    return posting;
  }

  /** Where the request was to go. */
  public Decision decision() {
    return decision;
  }

  /** Whether the request went to {@code target} so that it is measured. */
  boolean examines(String target) {
    return decision instanceof Decision.Routed routed
        && routed.reason() == Decision.Reason.EXAMINED
        && routed.chosen().target().equals(target);
  }

  /** When. */
  public Instant at() {
    return Instant.ofEpochMilli(atMillis);
  }

  /** How the tries so far went. */
  public synchronized List<Try> tries() {
    return List.copyOf(tries);
  }

  synchronized void tried(String target, TryOutcome outcome, Duration latency) {
    tries.add(new Try(target, outcome, latency));
  }
}
