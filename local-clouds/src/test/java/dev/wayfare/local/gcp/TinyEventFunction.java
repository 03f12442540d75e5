package dev.wayfare.local.gcp;

import com.google.cloud.functions.CloudEventsFunction;
import io.cloudevents.CloudEvent;

/** A function that takes events of one type. */
public final class TinyEventFunction implements CloudEventsFunction {
  @Override
  public void accept(CloudEvent event) {
    if (!event.getType().equals("my.type")) {
      throw new IllegalArgumentException("not my type: " + event.getType());
    }
  }
}
