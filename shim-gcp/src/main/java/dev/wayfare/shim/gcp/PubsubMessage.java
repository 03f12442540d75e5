package dev.wayfare.shim.gcp;

import dev.wayfare.shim.Body;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * A message of Pub/Sub.
 *
 * @param data what was published
 * @param attributes what was published beside it
 * @param orderingKey messages of the same one come in order; empty if there is none
 * @see <a
 *     href="https://github.com/googleapis/google-cloudevents/blob/main/proto/google/events/cloud/pubsub/v1/data.proto">
 *     MessagePublishedData</a>
 */
record PubsubMessage(Body data, Map<String, String> attributes, String orderingKey) {

  /**
   * The message in the data of an event.
   *
   * @throws IllegalArgumentException if there is none, and why
   */
  static PubsubMessage read(byte[] data) {
    var reading = new Reading();
    JsonObjects.read(data, reading::event);
    if (!reading.found) {
      throw new IllegalArgumentException("it has no message");
    }
    return new PubsubMessage(reading.data, Map.copyOf(reading.attributes), reading.orderingKey);
  }

  private static final class Reading {
    private final Map<String, String> attributes = new HashMap<>();
    private Body data = Body.EMPTY;
    private String orderingKey = "";
    private boolean found;

    void event(String name, JsonObjects json) throws IOException {
      if (name.equals("message")) {
        json.object(name, this::message);
      } else {
        json.skip();
      }
    }

    private void message(String name, JsonObjects json) throws IOException {
      found = true;
      switch (name) {
        case "data" -> data = Body.of(json.bytes("the message's data"));
        case "attributes" ->
            json.object("the message's attributes", (key, it) -> attributes.put(key, it.text(key)));
        case "orderingKey" -> orderingKey = json.text(name);
        default -> json.skip();
      }
    }
  }
}
