package dev.wayfare.shim.aws;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Reads an event token by token, in whatever order its members come, and tells by them what it is:
 * a request, records of a queue or a bucket, or something of a bus. What it does not know it skips.
 */
final class EventReader {
  /**
   * More than twice the 6 MB that Lambda passes to a function: room for a stand-in that is not so
   * strict, and a bound for whatever else calls.
   *
   * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda
   *     quotas</a>
   */
  static final int LIMIT_BYTES = 16 << 20;

  private final JsonReader json;
  private final RequestReader request;
  private final RecordsReader records;
  private final BusReader bus;

  private EventReader(JsonReader json) {
    this.json = json;
    this.request = new RequestReader(json);
    this.records = new RecordsReader(json);
    this.bus = new BusReader(json);
  }

  /**
   * What an event says.
   *
   * @param logFields what its requests are known by in the log
   * @throws MalformedEventException if it says nothing that is served, and why
   */
  static LambdaEvent read(InputStream event, Map<String, String> logFields) throws IOException {
    byte[] bytes = event.readNBytes(LIMIT_BYTES + 1);
    try (var json = new JsonReader(bytes)) {
      var reader = new EventReader(json);
      try {
        return reader.event(bytes.length, logFields);
      } catch (IOException | IllegalArgumentException e) {
        throw reader.malformed(bytes.length, e);
      }
    } catch (IOException e) {
      throw new MalformedEventException(400, null, "the event is no JSON: " + reason(e), e);
    }
  }

  private LambdaEvent event(int length, Map<String, String> logFields) throws IOException {
    json.object("the event", this::member);
    json.end();
    if (length > LIMIT_BYTES) {
      throw new IllegalArgumentException("too large");
    }
    if (records.isPresent()) {
      return records.event();
    }
    if (bus.isPresent()) {
      return bus.event();
    }
    if (request.isRequest()) {
      return request.request(logFields);
    }
    throw new IllegalArgumentException("neither a request nor an event of a kind that is served");
  }

  private void member(String name) throws IOException {
    switch (name) {
      case "Records" -> records.read(name);
      case "version" -> request.version();
      case "detail-type", "source", "id", "time", "resources", "detail" -> bus.member(name);
      default -> request.member(name);
    }
  }

  /**
   * An event that may be of a trigger is not answered: that would tell Lambda that it was taken.
   */
  private MalformedEventException malformed(int length, Exception cause) {
    boolean isRequest = request.isRequest() && !records.isPresent() && !bus.isPresent();
    Front front = isRequest ? request.front() : null;
    return length > LIMIT_BYTES
        ? new MalformedEventException(
            413, front, "the event is larger than " + LIMIT_BYTES + " bytes", cause)
        : new MalformedEventException(400, front, "the event: " + reason(cause), cause);
  }

  /** Without the excerpt of the event that Jackson adds. */
  private static String reason(Exception cause) {
    return cause instanceof com.fasterxml.jackson.core.JacksonException unreadable
        ? "no readable JSON: " + unreadable.getOriginalMessage()
        : String.valueOf(cause.getMessage());
  }
}
