package dev.wayfare.shim.aws;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.event.FunctionEvent;
import dev.wayfare.shim.event.FunctionEventBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads an event of EventBridge, or of a timer, which comes in the same form.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html">
 *     Event structure</a>
 */
final class BusReader {
  private static final String TIMER = "Scheduled Event";
  private static final Set<String> TIMERS = Set.of("aws.events", "aws.scheduler");

  private final JsonReader json;
  private final List<String> resources = new ArrayList<>();
  private String type = "";
  private String source = "";
  private String id = "";
  private String time = "";
  private Body detail = Body.EMPTY;
  private boolean isPresent;

  BusReader(JsonReader json) {
    this.json = json;
  }

  /** Whether a member was met that no other kind of event has. */
  boolean isPresent() {
    return isPresent;
  }

  void member(String name) throws IOException {
    isPresent |= name.startsWith("detail");
    switch (name) {
      case "detail-type" -> type = json.text(name);
      case "source" -> source = json.text(name);
      case "id" -> id = json.text(name);
      case "time" -> time = json.text(name);
      case "resources" -> json.array(name, () -> resources.add(json.text(name)));
      default -> detail = json.raw();
    }
  }

  /**
   * The event.
   *
   * @throws IllegalArgumentException if it lacks what every such event has
   */
  LambdaEvent event() {
    FunctionEventBuilder event = FunctionEvent.builder().id(id);
    if (!time.isEmpty()) {
      event.time(time);
    }
    String resource = resources.isEmpty() ? "" : resources.getFirst();
    if (type.equals(TIMER) && TIMERS.contains(source)) {
      // Such as arn:aws:events:us-east-2:123456789012:rule/my-schedule.
      event
          .source(resource)
          .type(FunctionEvent.TIMER_FIRED)
          .subject(resource.substring(resource.lastIndexOf('/') + 1));
    } else {
      event.source(source).type(type).subject(resource).data("application/json", detail);
    }
    return new LambdaEvent.Notices(List.of(event.build()));
  }
}
