package dev.wayfare.shim.host;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.InvocationResult.Origin;
import dev.wayfare.shim.abi.Answer;
import dev.wayfare.shim.abi.Answer.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * What a shim answers its cloud with, made of what became of a request: metered, and without the
 * fields that are not the guest's to set.
 */
final class Results {
  private static final String REQUEST_ID = "x-request-id";

  private final String moduleSha256;
  private final long initMillis;
  private final LongSupplier ticker;
  private final FunctionLog log;
  private final PeakMemory peakMemory;
  private final AtomicBoolean hasToldInit = new AtomicBoolean();

  /**
   * Results of one host.
   *
   * @param init from the process's start to the host's readiness
   */
  Results(String moduleSha256, Duration init, LongSupplier ticker, FunctionLog log) {
    this.moduleSha256 = moduleSha256;
    this.initMillis = Math.max(0, init.toMillis());
    this.ticker = ticker;
    this.log = log;
    this.peakMemory = new PeakMemory(ticker);
  }

  /** The result of an arrival; why it failed, if so, is logged. */
  InvocationResult of(Answer answer, Arrival arrival) {
    // No switch over the types: the first one of a process takes milliseconds, in a cold start.
    return answer instanceof Answer.Answered(int status, Headers headers, Body body)
        ? result(status, headers.withoutHopByHop().without(Results::isNotTheGuests), body, arrival)
        : failure((Answer.Failed) answer, arrival);
  }

  private InvocationResult result(int status, Headers headers, Body body, Arrival arrival) {
    return new InvocationResult(
        status,
        identified(headers, arrival).with(MeterField.NAME, meter(Optional.empty(), arrival)),
        hasContent(arrival, status) ? body : Body.EMPTY,
        Origin.GUEST);
  }

  private InvocationResult failure(Answer.Failed failed, Arrival arrival) {
    log.failed(arrival, failed);
    return new InvocationResult(
        failed.status(),
        Headers.EMPTY
            .with("content-type", "text/plain; charset=utf-8")
            .with(REQUEST_ID, arrival.id())
            .with(MeterField.NAME, meter(Optional.of(failed.fault()), arrival)),
        hasContent(arrival, failed.status()) ? explanation(failed, arrival) : Body.EMPTY,
        Origin.SHIM);
  }

  /** A caller that sent no id learns which one to ask the log for. */
  private static Headers identified(Headers headers, Arrival arrival) {
    return headers.first(REQUEST_ID).isPresent() ? headers : headers.with(REQUEST_ID, arrival.id());
  }

  private String meter(Optional<Fault> fault, Arrival arrival) {
    return new MeterField(
            fault,
            TimeUnit.NANOSECONDS.toMicros(ticker.getAsLong() - arrival.atNanos()),
            hasToldInit.compareAndSet(false, true)
                ? OptionalLong.of(initMillis)
                : OptionalLong.empty(),
            peakMemory.bytes(),
            arrival.overlapping(),
            moduleSha256)
        .value();
  }

  private static boolean isNotTheGuests(String name) {
    return name.startsWith(Invocation.PRIVATE_FIELD_PREFIX) || name.equals("content-length");
  }

  /**
   * What the caller may know: its own mistakes and the platform's limits in full, a guest's inner
   * state not at all.
   */
  private static Body explanation(Answer.Failed failed, Arrival arrival) {
    String text =
        failed.status() < 500 || failed.fault() == Fault.CARRIER
            ? failed.reason()
            : "the function failed, and its log says why";
    return Body.utf8(text + " (request " + arrival.id() + ")\n");
  }

  /** RFC 9110 §6.4.1, §9.3.2, §15.3.6: these have no content whatever the guest wrote. */
  private static boolean hasContent(Arrival arrival, int status) {
    return !arrival.invocation().method().equals("HEAD")
        && status != 204
        && status != 205
        && status != 304;
  }
}
