package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.config.KeyHash;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A consumer who may call one function reaches no other, however a path is written: the function
 * that the rule is about is the one whose targets get the request.
 */
final class PathTricksTest {
  private static final String KEY = "a key of a consumer";

  private static RunningRouter router(StubTarget secret, StubTarget open) {
    String access =
        """
        access:
          consumers:
            guest: {key-hashes: ["%s"], functions: [open]}
        """
            .formatted(KeyHash.of(KEY).text());
    String functions =
        """
        functions:
          open:
            path: /open
            targets: [{id: to, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:%d"}]
        """
            .formatted(open.port());
    return new RunningRouter(access, List.of("http://127.0.0.1:" + secret.port()), "", functions);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/f",
        "/f/",
        "/f?/open",
        "//f",
        "/./f",
        "/.//f",
        "/%2e/f",
        "/%66",
        "/F",
        "/f;/open",
        "/f%00",
        "/f%2f..%2fopen",
        "/f/../open",
        "/f/%2e%2e/open",
        "/open/../f",
        "/open/..;/f",
        "/open/%2e%2e/f",
        "/open/%2E./f",
        "/open/.%2e/f",
        "/open/..%2ff",
        "/open%2f..%2ff",
        "/open/..%5cf",
        "/open/%252e%252e/f",
        "/open/a/../../f",
        "/open//../f",
        "/open/../../f",
        "/open/..//f",
        "http://f/f",
        "http://open/open/../f",
        "http://u:p@127.0.0.1/f",
        "//open/f",
        "/\\f",
        "/open\\..\\f",
        "/open\t/f",
        "f",
        "*",
      })
  void noPathLeadsToAnotherFunction(String path) throws IOException {
    for (String method : List.of("GET", "POST", "OPTIONS")) {
      try (StubTarget secret = StubTarget.answering(200, "secret");
          StubTarget open = StubTarget.answering(200, "open");
          RunningRouter router = router(secret, open)) {
        String answer =
            RawClient.exchange(
                router.port(),
                "%s %s HTTP/1.1\nHost: f\nX-Api-Key: %s\nX-Original-URL: /f\nX-Rewrite-URL: /f\nX-Forwarded-Prefix: /f\nContent-Length: 0\nConnection: close\n\n"
                    .formatted(method, path, KEY));
        assertThat(secret.hits()).as(answer).isZero();
        assertThat(answer).doesNotContain("secret");
        assertThat(answer).matches("(?s)HTTP/1[.][01] (20|4).*");
      }
    }
  }
}
