package dev.wayfare.deployer.aws;

import dev.wayfare.deployer.LogLine;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/**
 * What a version of a function wrote to CloudWatch: in the log group of the function, in streams
 * whose names have the version in brackets, such as {@code 2026/11/26/[7]0f3a}.
 */
final class AwsLogs {
  private AwsLogs() {}

  static List<LogLine> read(
      CloudWatchLogsClient logs, String function, String version, Instant since, int most) {
    Deque<LogLine> lines = new ArrayDeque<>();
    try {
      for (FilteredLogEvent event :
          logs.filterLogEventsPaginator(
                  request ->
                      request
                          .logGroupName("/aws/lambda/" + function)
                          .startTime(since.toEpochMilli()))
              .events()) {
        if (event.logStreamName().contains("[" + version + "]")) {
          lines.add(
              new LogLine(
                  Instant.ofEpochMilli(event.timestamp()), event.message().stripTrailing()));
        }
        if (lines.size() > most) {
          lines.removeFirst();
        }
      }
    } catch (ResourceNotFoundException e) {
      return List.of(); // The group comes with the first line.
    }
    return List.copyOf(lines);
  }
}
