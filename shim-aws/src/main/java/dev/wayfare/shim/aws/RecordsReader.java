package dev.wayfare.shim.aws;

import dev.wayfare.shim.event.FunctionEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the records of a queue or a bucket; each one says by itself of which. */
final class RecordsReader {
  private final JsonReader json;
  private final List<LambdaEvent.Message> messages = new ArrayList<>();
  private final List<FunctionEvent> notices = new ArrayList<>();
  private boolean isPresent;

  RecordsReader(JsonReader json) {
    this.json = json;
  }

  boolean isPresent() {
    return isPresent;
  }

  void read(String name) throws IOException {
    isPresent = true;
    json.array(name, this::record);
  }

  /**
   * What the records say.
   *
   * @throws IllegalArgumentException if they are of different kinds
   */
  LambdaEvent event() {
    if (messages.isEmpty()) {
      return new LambdaEvent.Notices(notices);
    }
    if (!notices.isEmpty()) {
      throw new IllegalArgumentException("its records are of different sources");
    }
    return new LambdaEvent.Messages(messages);
  }

  private void record() throws IOException {
    var queue = new QueueRecord(json);
    var bucket = new BucketRecord(json);
    var source = new StringBuilder();
    json.object(
        "a record",
        name -> {
          if (name.equals("eventSource")) {
            source.append(json.text(name));
          } else if (!queue.member(name) && !bucket.member(name)) {
            json.skip();
          }
        });
    switch (source.toString()) {
      case "aws:sqs" -> messages.add(queue.message());
      case "aws:s3" -> notices.add(bucket.event());
      default -> throw new IllegalArgumentException("records of \"" + source + "\" are not served");
    }
  }
}
