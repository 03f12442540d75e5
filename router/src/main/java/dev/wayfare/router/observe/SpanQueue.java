package dev.wayfare.router.observe;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends spans to a collector, on a thread of its own. It never blocks whoever ends a span: what
 * does not fit into its queue is left out and counted, and so is what the collector did not take.
 * OpenTelemetry's own processor counts that for a meter of its own kind alone.
 */
final class SpanQueue implements SpanProcessor {
  /** How many spans may wait to be sent. */
  static final int MOST_WAITING = 4096;

  private static final int BATCH = 512;
  private static final long PERIOD_MILLIS = 200;
  private static final int EXPORT_SECONDS = 10;
  private static final int STOP_SECONDS = 3;

  private final SpanExporter exporter;
  private final BlockingQueue<ReadableSpan> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final LongAdder exported = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("wayfare-traces").factory());

  SpanQueue(SpanExporter exporter) {
    this.exporter = exporter;
    var _ =
        thread.scheduleWithFixedDelay(
            this::send, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  long exported() {
    return exported.sum();
  }

  long dropped() {
    return dropped.sum();
  }

  long failed() {
    return failed.sum();
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    // Only its end matters.
  }

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (span.getSpanContext().isSampled() && !waiting.offer(span)) {
      dropped.increment();
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  private void send() {
    List<ReadableSpan> batch = new ArrayList<>(BATCH);
    while (waiting.drainTo(batch, BATCH) > 0) {
      List<SpanData> spans = batch.stream().map(ReadableSpan::toSpanData).toList();
      batch.clear();
      (isTaken(spans) ? exported : failed).add(spans.size());
    }
  }

  private boolean isTaken(List<SpanData> spans) {
    try {
      return exporter.export(spans).join(EXPORT_SECONDS, TimeUnit.SECONDS).isSuccess();
    } catch (RuntimeException e) {
      // A task that throws would be the last.
      System.getLogger(SpanQueue.class.getName())
          .log(System.Logger.Level.WARNING, "spans could not be sent", e);
      return false;
    }
  }

  /** Sends what waits, but only for a few seconds. */
  @Override
  public CompletableResultCode shutdown() {
    thread.execute(this::send);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return exporter.shutdown();
  }
}
