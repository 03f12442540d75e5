package dev.wayfare.deployer.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.deployer.LogLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What functions wrote, from Cloud Logging.
 *
 * @see <a
 *     href="https://cloud.google.com/logging/docs/reference/v2/rest/v2/entries/list">entries</a>
 */
record FunctionLogs(Rest rest, String project) {
  /** What Google allows in a page. */
  private static final int MOST_IN_A_PAGE = 1000;

  /** The latest {@code most} lines of a Cloud Run service, the oldest first. */
  List<LogLine> of(String service, String region, Instant since, int most) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("resourceNames").add("projects/" + project);
    body.put(
        "filter",
        "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"%s\""
                .formatted(service)
            + " AND resource.labels.location=\"%s\"".formatted(region)
            + " AND (log_id(\"run.googleapis.com/stdout\") OR"
            + " log_id(\"run.googleapis.com/stderr\"))"
            + " AND timestamp>=\"%s\"".formatted(since));
    body.put("orderBy", "timestamp desc");
    body.put("pageSize", Math.min(most, MOST_IN_A_PAGE));
    var lines = new ArrayList<LogLine>();
    String next;
    do {
      JsonNode page = rest.post("logging", "/v2/entries:list", body);
      page.path("entries").forEach(entry -> lines.add(line(entry)));
      next = page.path("nextPageToken").asText();
      body.put("pageToken", next);
    } while (!next.isEmpty() && lines.size() < most);
    Collections.reverse(lines);
    return List.copyOf(lines.subList(Math.max(0, lines.size() - most), lines.size()));
  }

  /** Google takes the text out of a line that is JSON, as the function host's are. */
  private static LogLine line(JsonNode entry) {
    JsonNode json = entry.path("jsonPayload");
    String text =
        entry.hasNonNull("textPayload")
            ? entry.path("textPayload").asText()
            : json.path("message").asText(json.toString());
    return new LogLine(Instant.parse(entry.path("timestamp").asText()), text.stripTrailing());
  }
}
