package dev.wayfare.shim.gcp;

import com.google.cloud.functions.CloudEventsFunction;
import dev.wayfare.shim.event.FunctionEvent;
import dev.wayfare.shim.host.FunctionHost;
import io.cloudevents.CloudEvent;
import java.util.HashMap;
import java.util.Map;

/**
 * The Google Cloud function that hands events to a module, as CloudEvents over HTTP. Its target is
 * {@code dev.wayfare.shim.gcp.GoogleEventFunction}, in the same package as {@link GoogleFunction}.
 * Google's invoker reads CloudEvents in binary and in structured mode, and the events of first
 * generation functions too.
 */
public final class GoogleEventFunction implements CloudEventsFunction {
  private final FunctionHost host;
  private final Trace trace;
  private final CallsUnderWay calls = new CallsUnderWay();

  /** Serves the module on this class's own class path; Google's invoker calls it at its start. */
  public GoogleEventFunction() {
    this(
        FunctionHost.ofClassPath(
            GoogleEventFunction.class.getClassLoader(), System.getenv(), CloudLog.to(System.out)),
        Trace.ofProject(System.getenv()));
    calls.drainAtShutdown(host);
  }

  GoogleEventFunction(FunctionHost host, Trace trace) {
    this.host = host;
    this.trace = trace;
  }

  /**
   * Delivers one event. The invoker answers 500 to what this throws, and Google sends the event
   * again where its trigger was told to retry.
   *
   * @see <a href="https://cloud.google.com/run/docs/tips/function-retries">retries of event-driven
   *     functions</a>
   * @throws EventFailedException if the event is malformed or the guest did not answer 2xx, saying
   *     which
   */
  @Override
  public void accept(CloudEvent event) {
    calls.begin();
    try {
      deliver(event);
    } finally {
      calls.end();
    }
  }

  private void deliver(CloudEvent event) {
    try {
      FunctionEvent read = EventReader.read(event, host.limits().requestBytes());
      host.deliver(read, logFields(read))
          .ifPresent(
              reason -> {
                throw new EventFailedException(read.attributes().get("id") + ": " + reason);
              });
    } catch (IllegalArgumentException e) {
      throw new EventFailedException("the event cannot be read: " + e.getMessage());
    }
  }

  private Map<String, String> logFields(FunctionEvent event) {
    var fields = new HashMap<>(trace.fieldsOf(event.attributes().getOrDefault("traceparent", "")));
    fields.put("event", event.attributes().getOrDefault("id", ""));
    return fields;
  }
}
