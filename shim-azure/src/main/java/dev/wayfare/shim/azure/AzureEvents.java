package dev.wayfare.shim.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.EventGridTrigger;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import dev.wayfare.shim.event.FunctionEvent;
import dev.wayfare.shim.event.FunctionEventBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Azure functions that hand events to a module, each the entry point of one kind of trigger.
 * Where a guest does not take an event, they throw, and Azure delivers it again as that trigger's
 * rules say.
 *
 * <p>The Java worker binds a parameter by the name in its annotation, to the binding of that name
 * in {@code function.json} or, with {@link BindingName}, to the trigger's metadata (<a
 * href="https://github.com/Azure/azure-functions-java-worker/blob/dev/src/main/java/com/microsoft/azure/functions/worker/broker/ParameterResolver.java">ParameterResolver</a>).
 * Metadata that are no string come as JSON. Other members of the annotations are not looked at.
 */
public final class AzureEvents {
  /** What the packager calls a function of a queue, before the queue's name. */
  private static final String QUEUE_FUNCTION = "queue-";

  private final Worker worker;
  private final String site;

  /** Serves the module on this class's own class path; the first instance loads it. */
  public AzureEvents() {
    this(Worker.ofProcess(), System.getenv());
  }

  AzureEvents(Worker worker, Map<String, String> environment) {
    this.worker = worker;
    this.site = "/sites/" + environment.getOrDefault("WEBSITE_SITE_NAME", "local");
  }

  /**
   * A message of a storage queue. Its queue is known by the function's name alone.
   *
   * @param message as the host decoded it: from Base64, unless {@code host.json} says otherwise
   * @throws EventNotTakenException if the guest did not take it; after five times Azure moves the
   *     message to the queue's poison queue
   * @see <a
   *     href="https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger">Azure
   *     Queue storage trigger</a>
   */
  public void queue(
      @QueueTrigger(name = "message", queueName = "") byte @Nullable [] message,
      @BindingName("Id") @Nullable String id,
      @BindingName("InsertionTime") @Nullable String insertionTime,
      ExecutionContext context) {
    deliver(context, () -> message(message, id, JsonScalar.text(insertionTime), context));
  }

  /**
   * A blob that is there, or is there anew. The host reads the blob's content before it runs a
   * function; it is not bound here, and a guest learns which blob it is.
   *
   * @param path the container, "/" and the blob's name
   * @param uri where the blob is, as a JSON string
   * @param properties what storage says of the blob, as a JSON object
   * @throws EventNotTakenException if the guest did not take it; after five times Azure gives up
   * @see <a
   *     href="https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-trigger">Azure
   *     Blob storage trigger</a>
   */
  public void blob(
      @BindingName("BlobTrigger") @Nullable String path,
      @BindingName("Uri") @Nullable String uri,
      @BindingName("Properties") @Nullable String properties,
      ExecutionContext context) {
    deliver(context, () -> BlobEvent.of(JsonScalar.text(path), JsonScalar.text(uri), properties));
  }

  /**
   * A timer. It says nothing that the schedule did not say.
   *
   * @throws EventNotTakenException if the guest did not take it; Azure waits for the next time
   * @see <a href="https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer">Timer
   *     trigger</a>
   */
  public void timer(ExecutionContext context) {
    deliver(context, () -> fired(context));
  }

  /**
   * An event of Event Grid, in the CloudEvents schema or in Event Grid's own.
   *
   * @param event the event in JSON
   * @throws EventNotTakenException if it is none, or if the guest did not take it
   * @see <a
   *     href="https://learn.microsoft.com/azure/azure-functions/functions-bindings-event-grid-trigger">Event
   *     Grid trigger</a>
   */
  public void eventGrid(
      @EventGridTrigger(name = "event") @Nullable String event, ExecutionContext context) {
    deliver(context, () -> EventGridReader.read(event == null ? "" : event));
  }

  FunctionEvent message(
      byte @Nullable [] message,
      @Nullable String id,
      String insertionTime,
      ExecutionContext context) {
    String function = String.valueOf(context.getFunctionName());
    boolean named = function.startsWith(QUEUE_FUNCTION);
    FunctionEventBuilder event =
        FunctionEvent.builder()
            .type(FunctionEvent.QUEUE_MESSAGE)
            .id(id == null ? String.valueOf(context.getInvocationId()) : id)
            .source(source(context))
            .subject(named ? function.substring(QUEUE_FUNCTION.length()) : function)
            .message(message == null ? new byte[0] : message);
    return timed(event, insertionTime).build();
  }

  FunctionEvent fired(ExecutionContext context) {
    return FunctionEvent.builder()
        .type(FunctionEvent.TIMER_FIRED)
        .id(String.valueOf(context.getInvocationId()))
        .source(source(context))
        .subject(String.valueOf(context.getFunctionName()))
        .time(worker.clock().instant().toString())
        .build();
  }

  private void deliver(ExecutionContext context, Supplier<FunctionEvent> event) {
    Optional<String> failure;
    try (WorkerLog.Scope scope = worker.log().during(context)) {
      failure = worker.host().deliver(event.get(), scope.fields());
    } catch (IllegalArgumentException e) {
      failure = Optional.of("this is no event: " + e.getMessage());
    }
    if (failure.isPresent()) {
      throw new EventNotTakenException(failure.get());
    }
  }

  /** Where the events of triggers come from that do not say it: the function in its site. */
  private String source(ExecutionContext context) {
    return site + "/functions/" + context.getFunctionName();
  }

  /** A time that cannot be read is no reason to lose an event. */
  static FunctionEventBuilder timed(FunctionEventBuilder event, String time) {
    try {
      return time.isEmpty() ? event : event.time(time);
    } catch (IllegalArgumentException e) {
      return event;
    }
  }
}
