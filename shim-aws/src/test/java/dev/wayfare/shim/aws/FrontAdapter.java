package dev.wayfare.shim.aws;

import dev.wayfare.local.aws.Arrival;
import dev.wayfare.local.aws.Front;
import dev.wayfare.local.http.Content;
import dev.wayfare.local.http.Field;
import dev.wayfare.local.http.Reply;
import dev.wayfare.local.http.Request;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.contract.Adapter;
import dev.wayfare.shim.contract.Answer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Enters the handler by way of a front, as the stand-in for Lambda has it. */
final class FrontAdapter implements Adapter {
  private static final Instant TIME = Instant.parse("2026-11-25T12:00:00Z");

  private final Lambda lambda;
  private final Front front;

  FrontAdapter(Lambda lambda, Front front) {
    this.lambda = lambda;
    this.front = front;
  }

  @Override
  public Answer send(Invocation request) throws IOException {
    Request sent = request(request);
    Optional<Reply> refusal = front.refusal(sent);
    Reply reply = refusal.isPresent() ? refusal.get() : reply(sent);
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    reply.fields().forEach(field -> lines.add(Map.entry(field.name(), field.value())));
    return new Answer(reply.status(), lines, reply.body().bytes());
  }

  private Reply reply(Request sent) throws IOException {
    Content event = front.event(new Arrival(sent, Lambda.REQUEST_ID, "Root=1", TIME));
    if (event.length() > Front.EVENT_BYTES) {
      return Reply.empty(413);
    }
    try {
      return front.reply(Content.of(lambda.invoke(event.bytes())));
    } catch (IllegalArgumentException e) {
      return Reply.empty(502);
    }
  }

  private static Request request(Invocation request) {
    List<Field> fields = new ArrayList<>();
    for (Header line : request.headers()) {
      fields.add(new Field(line.name(), line.value()));
    }
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    return new Request(
        request.method(),
        request.path() + query,
        "HTTP/1.1",
        "192.0.2.1",
        fields,
        Content.of(request.body().toByteArray()));
  }
}
