package dev.wayfare.deployer.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Splitter;
import dev.wayfare.deployer.Patience;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what Google does by and by. Operations are read without Google's library, which does
 * not understand one that failed with details of its error ("Cannot resolve type:
 * type.googleapis.com/google.rpc.ErrorInfo").
 *
 * @see <a href="https://google.aip.dev/151">AIP-151: long-running operations</a>
 */
record Operations(Rest rest, Patience patience, GoogleErrors errors) {
  /**
   * Waits for the end of an operation.
   *
   * @param path of the API, such as {@code /v2/}, which the operation's name follows
   * @param what it is about
   * @throws dev.wayfare.deployer.CloudException where it fails, or takes too long
   */
  void await(String api, String path, String operation, String what) {
    JsonNode ended =
        patience.await(
            "Google's %s on %s to end".formatted(operation, what),
            () ->
                Optional.of(rest.get(api, path + operation))
                    .filter(it -> it.path("done").asBoolean()));
    if (ended.hasNonNull("error")) {
      String build = ended.path("metadata").path("buildName").asText("");
      throw errors.failed(what, Refusal.of(ended.path("error"), operation), log(build));
    }
  }

  /** Where a human reads the log of {@code projects/P/locations/R/builds/ID}. */
  private static @Nullable String log(String build) {
    List<String> parts = Splitter.on("/").splitToList(build);
    return parts.size() == 6
        ? "https://console.cloud.google.com/cloud-build/builds;region=%s/%s?project=%s"
            .formatted(parts.get(3), parts.get(5), parts.get(1))
        : null;
  }
}
