package dev.wayfare.router.observe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.wayfare.router.dispatch.DecisionRecord;
import dev.wayfare.router.dispatch.Passage;
import dev.wayfare.router.dispatch.Passage.Phase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request as a line of the request log, in the format that {@code docs/request-log.md}
 * describes. What is not there has no key.
 *
 * <p>It has nothing that may be secret: no query, no field of the request and no body. A client
 * cannot make a line of its own: whatever it sent is escaped, all that is not ASCII too.
 *
 * @param passage of the request
 * @param endMillis when it ended, since 1970
 * @param client its address, or null where that is not known
 */
record RequestLine(Passage passage, long endMillis, @Nullable String client) {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** The line, with a line feed at its end. */
  byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      writeRequest(json);
      writeTimes(json);
      if (passage.decision() != null) {
        writeDecision(json, passage.decision());
      }
      writeUnlessNull(json, "refused", passage.refusal());
      if (passage.sender() != null) {
        writeUnlessNull(json, "consumer", passage.sender().name());
      }
      writeUnlessNull(json, "client", client);
      json.writeEndObject();
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  private void writeRequest(JsonGenerator json) throws IOException {
    json.writeStringField("at", Instant.ofEpochMilli(endMillis).toString());
    json.writeStringField("id", passage.requestId());
    if (passage.trace() != null) {
      json.writeStringField("trace", passage.trace().id());
    }
    if (passage.route() != null) {
      json.writeStringField("function", passage.route().function());
    }
    json.writeStringField("method", passage.method());
    if (passage.path().isPresent()) {
      json.writeStringField("path", passage.path().get());
    }
    json.writeStringField("end", Words.of(Objects.requireNonNull(passage.end())));
    if (passage.status() != 0) {
      json.writeNumberField("status", passage.status());
    }
    json.writeNumberField("bytesIn", passage.bytesIn());
    json.writeNumberField("bytesOut", passage.bytesOut());
  }

  private void writeTimes(JsonGenerator json) throws IOException {
    writeMicros(json, "totalMicros", passage.totalNanos());
    writeMicros(json, "overheadMicros", passage.nanos(Phase.ROUTER));
    writeMicros(json, "clientMicros", passage.nanos(Phase.CLIENT));
    writeMicros(json, "connectionMicros", passage.nanos(Phase.CONNECTION));
    writeMicros(json, "upstreamMicros", passage.nanos(Phase.UPSTREAM));
  }

  private static void writeMicros(JsonGenerator json, String key, long nanos) throws IOException {
    json.writeNumberField(key, TimeUnit.NANOSECONDS.toMicros(nanos));
  }

  private static void writeDecision(JsonGenerator json, DecisionRecord made) throws IOException {
    json.writeStringField("reason", Words.ofReason(made.decision()));
    json.writeArrayFieldStart("tries");
    for (DecisionRecord.Try each : made.tries()) {
      json.writeStartObject();
      json.writeStringField("target", each.target());
      json.writeStringField("outcome", Words.of(each.outcome()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeUnlessNull(JsonGenerator json, String key, @Nullable String text)
      throws IOException {
    if (text != null) {
      json.writeStringField(key, text);
    }
  }
}
