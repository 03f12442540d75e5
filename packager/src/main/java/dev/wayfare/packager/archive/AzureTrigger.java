package dev.wayfare.packager.archive;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What runs a function on Azure beside HTTP: each becomes a function of its own in the package.
 * Their values go into JSON as they are, and hold nothing that JSON would escape.
 */
public sealed interface AzureTrigger {
  /** The app setting with the connection to the app's own storage account. */
  String DEFAULT_CONNECTION = "AzureWebJobsStorage";

  /**
   * Messages of a storage queue.
   *
   * @param queue its name: 3 to 63 lower-case letters, digits and single hyphens (<a
   *     href="https://learn.microsoft.com/rest/api/storageservices/naming-queues-and-metadata">Naming
   *     queues</a>)
   * @param connection the app setting that tells the storage account
   */
  record Queue(String queue, String connection) implements AzureTrigger {
    private static final Pattern NAME = Pattern.compile("(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*");

    /** Refuses a name that no queue can have. */
    public Queue {
      require(NAME, queue, "a queue's name is 3 to 63 lower-case letters, digits and hyphens");
      requireConnection(connection);
    }
  }

  /**
   * Blobs that are there, or are there anew.
   *
   * @param path a container's name, "/" and a pattern of names, such as "photos/{name}"; the
   *     container alone stands for all its blobs
   * @param connection the app setting that tells the storage account
   */
  record Blob(String path, String connection) implements AzureTrigger {
    private static final Pattern PATH =
        Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*/[A-Za-z0-9 _.,!()+=@{}/-]+");

    /** Refuses a path that the trigger would not take. */
    public Blob {
      path = path.contains("/") ? path : path + "/{name}";
      require(PATH, path, "a blob trigger's path is a container, perhaps with \"/\" and a pattern");
      requireConnection(connection);
    }
  }

  /**
   * Points in time.
   *
   * @param schedule six fields, the first one seconds (<a
   *     href="https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#ncrontab-expressions">NCRONTAB
   *     expressions</a>)
   */
  record Timer(String schedule) implements AzureTrigger {
    private static final Pattern SCHEDULE =
        Pattern.compile("[0-9A-Za-z*,/-]+( [0-9A-Za-z*,/-]+){5}");

    /** Refuses what has not six fields. */
    public Timer {
      require(SCHEDULE, schedule, "a timer's schedule has six fields, the first one seconds");
    }
  }

  /** Events that Event Grid delivers; what they are is up to its subscriptions. */
  record EventGrid() implements AzureTrigger {}

  /**
   * Reads a trigger: {@code queue:NAME[:CONNECTION]}, {@code blob:PATH[:CONNECTION]}, {@code
   * timer:SCHEDULE} or {@code eventgrid}.
   *
   * @throws IllegalArgumentException if it is none, in one clause
   */
  static AzureTrigger parse(String text) {
    String[] parts = text.split(":", -1);
    String connection = parts.length > 2 ? parts[2] : DEFAULT_CONNECTION;
    return switch (parts[0] + " " + parts.length) {
      case "queue 2", "queue 3" -> new Queue(parts[1], connection);
      case "blob 2", "blob 3" -> new Blob(parts[1], connection);
      case "timer 2" -> new Timer(parts[1]);
      case "eventgrid 1" -> new EventGrid();
      default ->
          throw new IllegalArgumentException(
              "a trigger is queue:NAME[:CONNECTION], blob:PATH[:CONNECTION], timer:SCHEDULE or"
                  + " eventgrid, but not \""
                  + text
                  + "\"");
    };
  }

  private static void requireConnection(String connection) {
    require(
        Pattern.compile("[A-Za-z][A-Za-z0-9_]*"),
        connection,
        "a connection is the name of an app setting, of letters, digits and underscores");
  }

  private static void require(Pattern pattern, String value, String rule) {
    Matcher matcher = pattern.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(rule + ", but this is \"" + value + "\"");
    }
  }
}
