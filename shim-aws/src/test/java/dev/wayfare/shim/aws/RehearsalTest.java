package dev.wayfare.shim.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RehearsalTest {
  @Test
  void oneGetRunsThatTheFunctionCanTellFromOthers() {
    assertThat(rehearsed(Map.of()))
        .containsExactly(
            Invocation.builder()
                .method("GET")
                .path("/")
                .scheme("https")
                .headers(Headers.EMPTY.with("user-agent", "wayfare-prime").with("wayfare-key", ""))
                .build());
  }

  @Test
  void itsPathCanBeChosenAndItComesWithTheRoutersKey() {
    List<Invocation> rehearsed =
        rehearsed(Map.of("WAYFARE_PRIME_PATH", "/a\"b", "WAYFARE_ROUTER_KEY", "secret"));
    assertThat(rehearsed).extracting(Invocation::path).containsExactly("/a\"b");
    assertThat(rehearsed.getFirst().headers().all("wayfare-key")).containsExactly("secret");
  }

  @Test
  void withAnEmptyPathNothingRuns() {
    assertThat(rehearsed(Map.of("WAYFARE_PRIME_PATH", ""))).isEmpty();
  }

  @Test
  void thereIsNoneWhereNoSnapshotIsTaken() {
    assertThat(Rehearsal.of(Map.of())).isEmpty();
    assertThat(Rehearsal.of(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"))).isEmpty();
  }

  /** The requests that run before a snapshot. */
  private static List<Invocation> rehearsed(Map<String, String> settings) {
    var environment = new HashMap<>(settings);
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
    var requests = new ArrayList<Invocation>();
    Rehearsal.of(environment)
        .orElseThrow()
        .run(
            event -> {
              requests.add(request(EventReader.read(event, Map.of())));
              return new byte[0];
            });
    return requests;
  }

  private static Invocation request(LambdaEvent event) throws IOException {
    if (event instanceof LambdaEvent.Request(Invocation invocation, Front front)) {
      assertThat(front).isEqualTo(Front.FUNCTION_URL);
      return invocation;
    }
    throw new IOException("no request");
  }
}
