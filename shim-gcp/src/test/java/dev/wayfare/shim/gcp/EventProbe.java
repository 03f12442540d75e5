package dev.wayfare.shim.gcp;

import com.google.cloud.functions.CloudEventsFunction;
import dev.wayfare.shim.event.FunctionEvent;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;

/** Prints what becomes of the events that Google's invoker makes of requests. */
public final class EventProbe implements CloudEventsFunction {
  @Override
  public void accept(CloudEvent event) {
    FunctionEvent read = EventReader.read(event, 1000_000);
    String data = new String(read.data().toByteArray(), StandardCharsets.UTF_8);
    System.out.println("PROBE " + read.attributes() + " " + read.contentType() + " " + data);
  }
}
