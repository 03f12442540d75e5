package dev.wayfare.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.wayfare.local.http.Content;
import dev.wayfare.local.http.Field;
import dev.wayfare.local.http.Reply;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FunctionUrlResponseTest {
  @Test
  void cookiesBecomeLinesAndBase64BecomesBytes() throws IOException {
    assertThat(
            of(
                """
                {"statusCode": 201, "headers": {"Content-Type": "a/b"}, "cookies": ["c=1", "d=2"],
                 "isBase64Encoded": true, "body": "AP8="}\
                """))
        .isEqualTo(
            new Reply(
                201,
                List.of(
                    new Field("Content-Type", "a/b"),
                    new Field("Set-Cookie", "c=1"),
                    new Field("Set-Cookie", "d=2")),
                Content.of(new byte[] {0, -1})));
  }

  @Test
  void withoutAStatusTheWholeValueIsTheBody() throws IOException {
    assertThat(of("{\"message\": \"hello\"}"))
        .isEqualTo(Reply.json(200, "{\"message\":\"hello\"}"));
    assertThat(of("\"hello\"")).isEqualTo(Reply.json(200, "hello"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no json",
        "{\"statusCode\": \"x\"}",
        "{\"statusCode\": 1000}",
        "{\"statusCode\": 200, \"isBase64Encoded\": true, \"body\": \"*\"}"
      })
  void whatIsNoResponseIsRefused(String payload) {
    assertThatIllegalArgumentException().isThrownBy(() -> of(payload));
  }

  private static Reply of(String payload) throws IOException {
    return FunctionUrlResponse.of(Content.utf8(payload));
  }
}
