package dev.wayfare.local.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.wayfare.local.http.Content;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What runs a function, and what the host hands over with it.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-functions/functions-triggers-bindings">Triggers
 *     and bindings</a>
 */
sealed interface Trigger {
  /**
   * Requests.
   *
   * @param name what the function calls the request
   * @param pathPrefix what every path it serves starts with, such as "/" or "/api/"
   * @param methods what it answers to, in upper case; empty for all
   */
  record Http(String name, String pathPrefix, Set<String> methods) implements Trigger {
    /** Copies the methods. */
    public Http {
      methods = Set.copyOf(methods);
    }

    /** Whether it answers that request; the host says 404 to one that no function answers. */
    boolean answers(String method, String path) {
      return path.startsWith(pathPrefix)
          && (methods.isEmpty() || methods.contains(method.toUpperCase(Locale.ROOT)));
    }
  }

  /** What is no request, and is run by hand here. */
  sealed interface Event extends Trigger {
    /** What the function calls what it gets. */
    String name();

    /** What the host hands over for an event, told by the input of a run by hand. */
    Inputs inputs(String input, Occasion occasion);
  }

  /**
   * When and as which invocation something happens.
   *
   * @param at when
   * @param id the invocation's id
   */
  record Occasion(Instant at, String id) {}

  /**
   * What the host hands over.
   *
   * @param data the bound values by their names
   * @param metadata what else is known
   */
  record Inputs(Map<String, TypedData> data, Map<String, TypedData> metadata) {}

  /** Messages of a queue; the input is the message. */
  record Queue(String name, String queueName) implements Event {
    @Override
    public Inputs inputs(String input, Occasion occasion) {
      return new Inputs(
          Map.of(name, new TypedData.Bytes(Content.utf8(input))),
          Map.of(
              "QueueTrigger", new TypedData.Text(input),
              "Id", new TypedData.Text(occasion.id()),
              "InsertionTime", json(occasion.at().toString()),
              "DequeueCount", new TypedData.Json("1")));
    }
  }

  /** Blobs; the input is the container, "/" and the blob's name. */
  record Blob(String name) implements Event {
    @Override
    public Inputs inputs(String input, Occasion occasion) {
      String properties =
          "{\"LastModified\":\"" + occasion.at() + "\",\"ContentLength\":0,\"ETag\":{}}";
      return new Inputs(
          Map.of(name, new TypedData.Bytes(Content.NONE)),
          Map.of(
              "BlobTrigger", new TypedData.Text(input),
              "Uri", json("https://local.blob.core.windows.net/" + input.replace(" ", "%20")),
              "Properties", new TypedData.Json(properties)));
    }
  }

  /** A timer; the input is not looked at. */
  record Timer(String name) implements Event {
    @Override
    public Inputs inputs(String input, Occasion occasion) {
      return new Inputs(Map.of(name, new TypedData.Json("{\"IsPastDue\":false}")), Map.of());
    }
  }

  /** Events of Event Grid; the input is the event in JSON. */
  record EventGrid(String name) implements Event {
    @Override
    public Inputs inputs(String input, Occasion occasion) {
      return new Inputs(Map.of(name, new TypedData.Json(input)), Map.of());
    }
  }

  private static TypedData json(String text) {
    JsonNode node = JsonNodeFactory.instance.textNode(text);
    return new TypedData.Json(node.toString());
  }
}
