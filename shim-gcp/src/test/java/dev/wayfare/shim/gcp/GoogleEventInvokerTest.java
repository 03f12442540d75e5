package dev.wayfare.shim.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events and the end of the process, under Google's own invoker. */
final class GoogleEventInvokerTest {
  private static final String FUNCTION = "dev.wayfare.shim.gcp.GoogleEventFunction";

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @TempDir private Path folder;

  @Test
  void anEventInEitherModeReachesTheFunction() throws Exception {
    try (var invoker = InvokerProcess.start("dev.wayfare.shim.gcp.EventProbe", folder, Map.of())) {
      assertThat(binary(invoker, "pubsub-text.json")).startsWith("HTTP/1.1 200 ");
      assertThat(structured(invoker)).startsWith("HTTP/1.1 200 ");
      assertThat(invoker.endedWith())
          .anyMatch(
              line ->
                  line.startsWith("PROBE {attr1=attr1-value, flag=true, id=1 a,")
                      && line.contains("type=dev.wayfare.queue.message.v1")
                      && line.endsWith(" test message 3"))
          .anyMatch(
              line ->
                  line.startsWith("PROBE {")
                      && line.contains("subject=MyFile, time=2021-11-25T21:04:32.279744Z")
                      && line.contains("\"object\":\"MyFile\",\"size\":0"));
    }
  }

  @Test
  void anEventThatFailsIsAnErrorWithTheReasonInOneLineAndTheNextWorks() throws Exception {
    Map<String, String> environment = Map.of("WAYFARE_EVENT_TARGET", "/status/204");
    try (var invoker = InvokerProcess.start(FUNCTION, folder, environment)) {
      assertThat(invoker.exchange(post("ce-specversion: 1.0\r\n", "{")))
          .startsWith("HTTP/1.1 500 ");
      assertThat(binary(invoker, "storage-simple.json")).startsWith("HTTP/1.1 500 ");
      assertThat(binary(invoker, "pubsub-text.json")).startsWith("HTTP/1.1 200 ");
      List<String> log = invoker.endedWith();
      assertThat(log)
          .anyMatch(line -> line.contains("the event cannot be read: it has no message"));
      // The invoker logs its own exceptions with tabs, which no JSON string may hold.
      assertThat(log)
          .filteredOn(line -> !line.contains("\tat "))
          .allSatisfy(GoogleEventInvokerTest::isJson);
    }
  }

  @Test
  void anEventThatTheGuestRefusesIsLoggedByItsIdUnderItsTrace() throws Exception {
    Map<String, String> environment =
        Map.of("WAYFARE_EVENT_TARGET", "/trap", "GOOGLE_CLOUD_PROJECT", "mine");
    try (var invoker = InvokerProcess.start(FUNCTION, folder, environment)) {
      assertThat(binary(invoker, "pubsub-text.json")).startsWith("HTTP/1.1 500 ");
      assertThat(invoker.endedWith())
          .anyMatch(line -> line.contains("answered the event with 500"))
          .anyMatch(
              line ->
                  line.contains("\"severity\":\"WARNING\"")
                      && line.contains("\"event\":\"1 a\"")
                      && line.contains("\"" + Trace.TRACE + "\":\"projects/mine/traces/" + TRACE)
                      && line.contains("\"message\":"));
    }
  }

  @Test
  void aCallUnderWayIsAnsweredBeforeTheProcessEnds() throws Exception {
    Map<String, String> environment = Map.of("WAYFARE_DEADLINE_MILLIS", "1000");
    try (var invoker =
            InvokerProcess.start("dev.wayfare.shim.gcp.GoogleFunction", folder, environment);
        Socket socket = invoker.connect()) {
      send(socket, "POST /loop HTTP/1.1\r\nHost: h\r\nConnection: close\r\n");
      send(socket, "Expect: 100-continue\r\nContent-Length: 1\r\n\r\n");
      // The invoker asks for the body when the function reads it: now the call is under way.
      assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 100");
      send(socket, "x");
      invoker.process().destroy();
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .containsPattern("HTTP/1.1 50[34] ")
          .contains("wayfare-meter: ");
    }
  }

  private static String binary(InvokerProcess invoker, String sample) throws IOException {
    return invoker.exchange(
        post(
            "ce-specversion: 1.0\r\nce-type: "
                + Samples.MESSAGE
                + "\r\nce-source: "
                + Samples.TOPIC
                + "\r\nce-id: 1 a\r\nce-flag: true\r\nce-traceparent: 00-"
                + TRACE
                + "-b7ad6b7169203331-01\r\nContent-Type: application/json\r\n",
            text(sample)));
  }

  private static String structured(InvokerProcess invoker) throws IOException {
    return invoker.exchange(
        post(
            "Content-Type: application/cloudevents+json; charset=utf-8\r\n",
            text("storage-structured.json")));
  }

  private static String post(String fields, String body) {
    return "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: "
        + body.length()
        + "\r\n"
        + fields
        + "\r\n"
        + body;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(String sample) {
    return new String(Samples.read(sample), StandardCharsets.UTF_8);
  }

  private static void isJson(String line) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(line)) {
      assertThat(parser.nextToken()).as(line).isNotNull();
      parser.skipChildren();
      assertThat(parser.nextToken()).as(line).isNull();
    }
  }
}
