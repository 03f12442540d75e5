package dev.wayfare.shim.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.functions.ExecutionContext;
import dev.wayfare.shim.event.FunctionEvent;
import dev.wayfare.shim.host.LogLine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AzureEventsTest {
  private static final String EVENT =
      "{\"id\":\"i\",\"topic\":\"s\",\"eventType\":\"t\",\"data\":{}}";

  private final ByteArrayOutputStream outside = new ByteArrayOutputStream();
  private final WorkerLog log = new WorkerLog(new PrintStream(outside, true, UTF_8));
  private final AzureEvents events = events("/hello");

  @Test
  void aMessageIsTheDataAndItsQueueTheSubject() {
    FunctionEvent event =
        events.message(
            bytes("{\"a\":1}"), "an-id", "2026-03-12T19:03:57+00:00", context("queue-orders"));
    assertThat(event.attributes())
        .containsEntry("type", FunctionEvent.QUEUE_MESSAGE)
        .containsEntry("subject", "orders")
        .containsEntry("source", "/sites/shop/functions/queue-orders")
        .containsEntry("id", "an-id")
        .containsEntry("time", "2026-03-12T19:03:57+00:00");
    assertThat(event.contentType()).isEqualTo("application/json");
    assertThat(event.data().toByteArray()).isEqualTo(bytes("{\"a\":1}"));
  }

  @Test
  void aMessageOfWhichNothingIsKnownIsStillOne() {
    FunctionEvent event = events.message(null, null, "yesterday", context("mine"));
    assertThat(event.attributes())
        .containsEntry("id", "an-id")
        .containsEntry("subject", "mine")
        .doesNotContainKey("time");
    assertThat(event.data().length()).isZero();
  }

  @Test
  void aTimerHasItsFunctionsName() {
    assertThat(events.fired(context("timer")).attributes())
        .containsEntry("type", FunctionEvent.TIMER_FIRED)
        .containsEntry("subject", "timer")
        .containsEntry("time", "2026-03-12T19:03:58Z");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"`\"\\\"0x8D\\\"\"`, 0x8D", "{}, ``", "null, ``"})
  void aBlobIsToldByWhatStorageSaysOfIt(String etag, String told) {
    FunctionEvent event =
        BlobEvent.of(
            "photos/2026/a b.png",
            "https://acme.blob.core.windows.net/photos/2026/a%20b.png",
            properties(etag));
    assertThat(event.attributes())
        .containsEntry("type", FunctionEvent.OBJECT_CREATED)
        .containsEntry("subject", "2026/a b.png")
        .containsEntry("source", "https://acme.blob.core.windows.net/photos")
        .containsEntry("time", "2026-03-12T19:03:57+00:00");
    assertThat(new String(event.data().toByteArray(), UTF_8))
        .startsWith("{\"bucket\":\"photos\",\"object\":\"2026/a b.png\",\"size\":17")
        .contains(told);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"[]", "{", "``", "{\"ContentLength\":\"x\"}", "null"})
  void aBlobIsToldAlsoWhereNothingIsSaidOfIt(String properties) {
    FunctionEvent event = BlobEvent.of("photos/a.png", "", properties);
    assertThat(event.attributes()).containsEntry("id", "photos/a.png");
    assertThat(event.attributes()).containsEntry("source", "/photos");
  }

  @Test
  void anEventThatTheGuestTakesIsDone() {
    events.queue(bytes("a"), "an-id", "\"2026-03-12T19:03:57+00:00\"", context("queue-orders"));
    events.blob("photos/a.png", "\"https://acme/photos/a.png\"", "{}", context("blob-photos"));
    events.timer(context("timer"));
    events.eventGrid(EVENT, context("eventgrid"));
    assertThat(outside.toString(UTF_8)).isEmpty();
  }

  @Test
  void anEventThatTheGuestDoesNotTakeFailsItsInvocation() {
    AzureEvents refusing = events("/status/503");
    assertThatThrownBy(() -> refusing.eventGrid(EVENT, context("eventgrid")))
        .isInstanceOf(EventNotTakenException.class)
        .hasMessage("the function answered the event with 503");
    assertThatThrownBy(() -> refusing.timer(context("timer")))
        .isInstanceOf(EventNotTakenException.class);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"``", "{}", "[1]", "{\"id\":"})
  void whatIsNoEventFailsItsInvocation(String event) {
    assertThatThrownBy(() -> events.eventGrid(event, context("eventgrid")))
        .isInstanceOf(EventNotTakenException.class)
        .hasMessageStartingWith("this is no event: ");
  }

  @Test
  void anEventWithoutAnythingFailsItsInvocation() {
    assertThatThrownBy(() -> events.eventGrid(null, context("eventgrid")))
        .isInstanceOf(EventNotTakenException.class);
    assertThatThrownBy(() -> events.blob(null, null, null, context("blob-x")))
        .isInstanceOf(EventNotTakenException.class);
  }

  @Test
  void whatIsLoggedGoesToTheInvocationsLoggerInJson() {
    List<LogRecord> records = new ArrayList<>();
    var context = new TestWorker.Invoked("timer", "id-7", TestWorker.logger(records));
    AzureEvents trapping = events("/trap");
    assertThatThrownBy(() -> trapping.timer(context)).isInstanceOf(EventNotTakenException.class);
    assertThat(records)
        .anySatisfy(
            line -> {
              assertThat(line.getLevel()).isEqualTo(Level.WARNING);
              assertThat(line.getMessage())
                  .startsWith("{\"time\":\"")
                  .contains("\"level\":\"WARNING\"", "\"requestId\":\"", "\"source\":\"host\"")
                  .contains("\"InvocationId\":\"id-7\"", "\"status\":\"500\"")
                  .endsWith("\"}");
            });
    assertThat(outside.toString(UTF_8)).isEmpty();
  }

  @Test
  void whatBelongsToNoInvocationIsALineOnStandardOutput() {
    AzureEvents trapping = events("/trap");
    ExecutionContext nameless = new TestWorker.Invoked("timer", "an-id", null);
    assertThatThrownBy(() -> trapping.timer(nameless)).isInstanceOf(EventNotTakenException.class);
    assertThat(outside.toString(UTF_8)).startsWith("{\"time\":").endsWith("\"}\n");
  }

  private static String properties(String etag) {
    return """
    {"LastModified":"2026-03-12T19:03:57+00:00","Metadata":{"a":"b"},"ContentLength":17,
     "ContentType":"text/plain","ETag":%s,"ContentHash":"x"}
    """
        .formatted(etag);
  }

  @Test
  void anInvocationsLoggerIsForgottenWithIt() {
    List<LogRecord> records = new ArrayList<>();
    var context = new TestWorker.Invoked("timer", "id-8", TestWorker.logger(records));
    Map<String, String> fields;
    try (WorkerLog.Scope scope = log.during(context)) {
      fields = scope.fields();
    }
    log.write(new LogLine(Instant.EPOCH, System.Logger.Level.INFO, "", "guest", "late", fields));
    assertThat(records).isEmpty();
    assertThat(outside.toString(UTF_8)).contains("\"message\":\"late\"");
  }

  private AzureEvents events(String target) {
    Worker worker = TestWorker.of(Map.of("WAYFARE_EVENT_TARGET", target), log);
    return new AzureEvents(worker, Map.of("WEBSITE_SITE_NAME", "shop"));
  }

  private static ExecutionContext context(String function) {
    return TestWorker.context(function);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
