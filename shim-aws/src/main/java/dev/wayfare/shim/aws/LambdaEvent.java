package dev.wayfare.shim.aws;

import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.event.FunctionEvent;
import java.util.List;

/** What Lambda invoked the function for. */
sealed interface LambdaEvent {
  /**
   * Somebody sent a request and waits for the answer.
   *
   * @param invocation the request
   * @param front what stands between that somebody and the function
   */
  record Request(Invocation invocation, Front front) implements LambdaEvent {}

  /**
   * Messages of a queue; those that are not taken come again, each by itself.
   *
   * @param messages in the queue's order
   */
  record Messages(List<Message> messages) implements LambdaEvent {
    /** Copies the messages. */
    public Messages {
      messages = List.copyOf(messages);
    }
  }

  /**
   * One message of a queue.
   *
   * @param id what the queue knows it by
   * @param isOrdered whether it must not be taken before those in front of it
   * @param event the message
   */
  record Message(String id, boolean isOrdered, FunctionEvent event) {}

  /**
   * Things that happened; where one of them is not taken, all come again.
   *
   * @param events in their order
   */
  record Notices(List<FunctionEvent> events) implements LambdaEvent {
    /** Copies the events. */
    public Notices {
      events = List.copyOf(events);
    }
  }
}
