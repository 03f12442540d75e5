package dev.wayfare.packager.archive;

import java.util.List;
import java.util.TreeMap;

/**
 * A function of an app: its folder's name and its {@code function.json}.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-functions/functions-reference-java#folder-structure">Azure
 *     Functions Java developer guide</a>
 * @param name its name; the shim takes a queue's name from it
 * @param json the file
 */
record AzureFunctionFile(String name, String json) {
  private static final String EVENTS = "dev.wayfare.shim.azure.AzureEvents.";

  /**
   * Every path, every method, every caller; "If not specified, the function responds to all HTTP
   * methods".
   *
   * @see <a
   *     href="https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger#configuration">HTTP
   *     trigger</a>
   */
  static final AzureFunctionFile HTTP =
      new AzureFunctionFile(
          "function",
          file(
              "dev.wayfare.shim.azure.AzureFunction.run",
              """
                  {
                    "type": "httpTrigger",
                    "direction": "in",
                    "name": "request",
                    "authLevel": "anonymous",
                    "route": "{*path}"
                  },
                  {
                    "type": "http",
                    "direction": "out",
                    "name": "$return"
                  }
              """));

  /**
   * The functions of these triggers, each with a name of its own.
   *
   * @throws PackagingException if a queue is named twice
   */
  static List<AzureFunctionFile> of(List<AzureTrigger> triggers) {
    var files = new TreeMap<String, AzureFunctionFile>();
    for (AzureTrigger trigger : triggers) {
      AzureFunctionFile file = of(trigger);
      String name = file.name;
      for (int i = 2; files.containsKey(name); i++) {
        if (trigger instanceof AzureTrigger.Queue(String queue, String _)) {
          throw new PackagingException("the queue " + queue + " has a trigger already");
        }
        name = file.name + "-" + i;
      }
      files.put(name, new AzureFunctionFile(name, file.json));
    }
    return List.copyOf(files.values());
  }

  private static AzureFunctionFile of(AzureTrigger trigger) {
    return switch (trigger) {
      case AzureTrigger.Queue(String queue, String connection) ->
          new AzureFunctionFile("queue-" + queue, file(EVENTS + "queue", queue(queue, connection)));
      case AzureTrigger.Blob(String path, String connection) ->
          new AzureFunctionFile(
              "blob-" + path.substring(0, path.indexOf('/')),
              file(EVENTS + "blob", blob(path, connection)));
      case AzureTrigger.Timer(String schedule) ->
          new AzureFunctionFile("timer", file(EVENTS + "timer", timer(schedule)));
      case AzureTrigger.EventGrid() ->
          new AzureFunctionFile("eventgrid", file(EVENTS + "eventGrid", EVENT_GRID));
    };
  }

  private static String queue(String queue, String connection) {
    return """
        {
          "type": "queueTrigger",
          "direction": "in",
          "name": "message",
          "dataType": "binary",
          "queueName": "%s",
          "connection": "%s"
        }
    """
        .formatted(queue, connection);
  }

  /**
   * Told by Event Grid, since "the Flex Consumption plan supports only the event-based Blob Storage
   * trigger".
   *
   * @see <a
   *     href="https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-trigger">Azure
   *     Blob storage trigger</a>
   */
  private static String blob(String path, String connection) {
    return """
        {
          "type": "blobTrigger",
          "direction": "in",
          "name": "content",
          "dataType": "binary",
          "path": "%s",
          "connection": "%s",
          "source": "EventGrid"
        }
    """
        .formatted(path, connection);
  }

  private static String timer(String schedule) {
    return """
        {
          "type": "timerTrigger",
          "direction": "in",
          "name": "timer",
          "schedule": "%s"
        }
    """
        .formatted(schedule);
  }

  private static final String EVENT_GRID =
      """
          {
            "type": "eventGridTrigger",
            "direction": "in",
            "name": "event"
          }
      """;

  private static String file(String entryPoint, String bindings) {
    return """
    {
      "scriptFile": "../app.jar",
      "entryPoint": "%s",
      "bindings": [
    %s  ]
    }
    """
        .formatted(entryPoint, bindings);
  }
}
