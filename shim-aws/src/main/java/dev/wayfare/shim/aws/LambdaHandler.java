package dev.wayfare.shim.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.wayfare.shim.CarriedFields;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.event.FunctionEvent;
import dev.wayfare.shim.host.FunctionHost;
import dev.wayfare.shim.host.LogLine;
import dev.wayfare.shim.host.LogSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The Lambda function that serves a module, whatever invokes it: a Function URL, an API of API
 * Gateway, a load balancer; a queue, a bucket, a bus, a timer. Its handler string is {@code
 * dev.wayfare.shim.aws.LambdaHandler::handleRequest}.
 *
 * <p>For a request it never throws, whatever a caller or a guest did: Lambda would take that for a
 * function error and tell the caller nothing. For an event it throws where the event was not taken,
 * so that Lambda delivers it again. Of a queue's messages it reports those alone that were not
 * taken; the event source mapping must have {@code ReportBatchItemFailures}, or Lambda takes the
 * report for success.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">
 *     Partial batch responses</a>
 */
public final class LambdaHandler implements RequestStreamHandler {
  private final FunctionHost host;

  /** Serves the module on this class's own class path; Lambda calls it during INIT. */
  public LambdaHandler() {
    this(
        System.getenv(),
        new SnapshotSources(SecureRandom::new, System::nanoTime),
        LambdaLog.to(System.out));
  }

  private LambdaHandler(Map<String, String> environment, SnapshotSources sources, LogSink log) {
    this(
        FunctionHost.builder(LambdaHandler.class.getClassLoader(), environment)
            .random(sources)
            .ticker(sources::nanos)
            .log(log)
            .build());
    Rehearsal.of(environment)
        .ifPresent(
            rehearsal ->
                Checkpoint.register(() -> rehearse(rehearsal, sources), () -> goOn(sources, log)));
  }

  LambdaHandler(FunctionHost host) {
    this.host = host;
  }

  private void rehearse(Rehearsal rehearsal, SnapshotSources sources) {
    rehearsal.run(event -> respond(event, Map.of()));
    sources.pause();
  }

  private void goOn(SnapshotSources sources, LogSink log) {
    sources.resume();
    host.renewGuests();
    log.write(
        new LogLine(
            Clock.systemUTC().instant(),
            Level.INFO,
            "",
            "host",
            "went on from a snapshot: randomness and guests are new",
            Map.of()));
  }

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    String id = Objects.requireNonNullElse(context.getAwsRequestId(), "");
    response.write(respond(event, Map.of(LambdaLog.REQUEST_ID, id)));
  }

  private byte[] respond(InputStream event, Map<String, String> logFields) throws IOException {
    try {
      return switch (EventReader.read(event, logFields)) {
        case LambdaEvent.Request(Invocation invocation, Front front) ->
            answer(host.invoke(invocation), invocation, front);
        case LambdaEvent.Messages(List<LambdaEvent.Message> messages) ->
            deliverMessages(messages, logFields);
        case LambdaEvent.Notices(List<FunctionEvent> events) -> deliver(events, logFields);
      };
    } catch (MalformedEventException e) {
      String reason = String.valueOf(e.getMessage());
      Invocation unknown = Invocation.builder().logFields(logFields).build();
      Front front = e.front().orElseThrow(() -> new EventFailedException(reason));
      return answer(host.refuse(unknown, e.status(), reason), unknown, front);
    }
  }

  private byte[] answer(InvocationResult result, Invocation invocation, Front front)
      throws IOException {
    byte[] payload = PayloadWriter.write(carried(result, invocation, front), front);
    if (payload.length <= front.limitBytes()) {
      return payload;
    }
    String reason =
        "the response takes "
            + payload.length
            + " bytes in Lambda's encoding, of which "
            + front.limitBytes()
            + " can go back";
    return PayloadWriter.write(host.refuse(invocation, 502, reason), front);
  }

  /**
   * The answer in such a form that the caller gets every field, or the reason why that cannot be.
   */
  private InvocationResult carried(InvocationResult result, Invocation invocation, Front front) {
    if (CarriedFields.accepts(invocation)) {
      Headers fields = result.headers();
      return result.withHeaders(
          CarriedFields.carry(fields, name -> front.isAltered(name, fields), front.added()));
    }
    Optional<String> lost = front.lost(result.headers());
    return lost.isEmpty()
        ? result
        : host.refuse(
            invocation,
            502,
            "the response's " + lost.get() + " would be lost on the way back to this caller");
  }

  private byte[] deliverMessages(List<LambdaEvent.Message> messages, Map<String, String> logFields)
      throws IOException {
    var failed = new ArrayList<String>();
    for (LambdaEvent.Message message : messages) {
      boolean mustWait = message.isOrdered() && !failed.isEmpty();
      if (mustWait || host.deliver(message.event(), logFields).isPresent()) {
        failed.add(message.id());
      }
    }
    if (failed.size() == messages.size()) {
      // Right with and without ReportBatchItemFailures.
      throw new EventFailedException("no message of the batch was taken");
    }
    return PayloadWriter.failures(failed);
  }

  private byte[] deliver(List<FunctionEvent> events, Map<String, String> logFields) {
    for (FunctionEvent event : events) {
      host.deliver(event, logFields)
          .ifPresent(
              reason -> {
                throw new EventFailedException(reason);
              });
    }
    return new byte[0];
  }
}
