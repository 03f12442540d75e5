package dev.wayfare.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.wayfare.local.http.Content;
import dev.wayfare.local.http.Field;
import dev.wayfare.local.http.Reply;
import dev.wayfare.local.http.Request;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrontReplyTest {
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
  void anAnswerWithoutATypeGetsOneOfItsFrontsButNotOfALoadBalancers() throws IOException {
    String payload = "{\"statusCode\":200}";
    for (Front front : List.of(Front.FUNCTION_URL, Front.REST_API)) {
      assertThat(of(front, payload).fields())
          .containsExactly(new Field("Content-Type", "application/json"));
    }
    for (Front front : List.of(Front.HTTP_API, Front.HTTP_API_1)) {
      assertThat(of(front, payload).fields())
          .containsExactly(new Field("Content-Type", "text/plain; charset=utf-8"));
    }
    for (Front front : List.of(Front.ALB, Front.ALB_MULTI)) {
      assertThat(of(front, payload).fields()).isEmpty();
    }
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

  @Test
  void functionUrlsAndRestApisRenameSomeFields() throws IOException {
    String payload =
        """
        {"statusCode": 401, "headers": {"Date": "today", "www-authenticate": "Basic", "Via": "a",
         "Connection": "close", "content-length": "7", "x-a": "b", "content-type": "a/b"}}\
        """;
    List<Field> renamed =
        List.of(
            new Field("x-amzn-Remapped-www-authenticate", "Basic"),
            new Field("x-amzn-Remapped-content-length", "7"),
            new Field("x-a", "b"),
            new Field("content-type", "a/b"));
    // A REST API puts a date of its own there.
    assertThat(of(Front.REST_API, payload).fields())
        .containsAll(renamed)
        .contains(new Field("x-amzn-Remapped-date", ""))
        .hasSize(5);
    assertThat(of(Front.FUNCTION_URL, payload).fields())
        .containsAll(renamed)
        .contains(new Field("x-amzn-Remapped-date", "today"), new Field("Via", "a"))
        .hasSize(6);
    List<Field> passed =
        List.of(
            new Field("www-authenticate", "Basic"),
            new Field("Via", "a"),
            new Field("x-a", "b"),
            new Field("content-type", "a/b"));
    assertThat(of(Front.HTTP_API, payload).fields()).isEqualTo(passed);
    assertThat(of(Front.HTTP_API_1, payload).fields()).isEqualTo(passed);
    assertThat(of(Front.ALB, payload).fields())
        .containsAll(passed)
        .contains(new Field("Date", "today"))
        .hasSize(5);
  }

  @Test
  void listsOfValuesBecomeLines() throws IOException {
    String payload =
        """
        {"statusCode": 200, "headers": {"x-a": "lost"}, "multiValueHeaders": {"set-cookie": ["a",
         "b"], "content-type": ["a/b"]}}\
        """;
    List<Field> lines =
        List.of(
            new Field("set-cookie", "a"),
            new Field("set-cookie", "b"),
            new Field("content-type", "a/b"));
    assertThat(of(Front.ALB_MULTI, payload).fields()).isEqualTo(lines);
    assertThat(of(Front.REST_API, payload).fields()).containsAll(lines);
    assertThat(of(Front.HTTP_API_1, payload).fields()).containsAll(lines);
  }

  @Test
  void whatIsNoAnswerIsAnErrorBehindApisAndLoadBalancers() {
    for (Front front : List.of(Front.REST_API, Front.ALB, Front.ALB_MULTI)) {
      assertThatIllegalArgumentException().isThrownBy(() -> of(front, "{}"));
    }
    String large = "{\"statusCode\":200,\"body\":\"" + "a".repeat(1 << 20) + "\"}";
    assertThatIllegalArgumentException().isThrownBy(() -> of(Front.ALB, large));
    String head = "{\"statusCode\":200,\"headers\":{\"a\":\"" + "a".repeat(1 << 15) + "\"}}";
    assertThatIllegalArgumentException().isThrownBy(() -> of(Front.ALB, head));
  }

  @Test
  void someRequestsDoNotReachTheFunction() {
    String large = "a".repeat(10_300);
    assertThat(Front.REST_API.refusal(request("TRACE", "/", ""))).isPresent();
    assertThat(Front.REST_API.refusal(request("GET", "/?a={b}", ""))).isPresent();
    for (Front front : List.of(Front.REST_API, Front.HTTP_API, Front.HTTP_API_1)) {
      assertThat(front.refusal(request("GET", "/", large)).map(Reply::status)).contains(431);
      assertThat(front.refusal(request("GET", "/", "a"))).isEmpty();
    }
    assertThat(Front.FUNCTION_URL.refusal(request("TRACE", "/?{", large))).isEmpty();
  }

  @Test
  void someRequestsDoNotPassALoadBalancer() {
    for (Front front : List.of(Front.ALB, Front.ALB_MULTI)) {
      assertThat(front.refusal(request("PURGE", "/?{", "a".repeat(60_000)))).isEmpty();
      assertThat(front.refusal(request("TRACE", "/", "")).map(Reply::status)).contains(405);
      assertThat(front.refusal(request("GET", "/", "a".repeat(1 << 16))).map(Reply::status))
          .contains(400);
      assertThat(front.refusal(sent(new Field("Upgrade", "a"), 0)).map(Reply::status))
          .contains(400);
      assertThat(front.refusal(sent(new Field("a", "b"), 1 << 20))).isEmpty();
      assertThat(front.refusal(sent(new Field("a", "b"), (1 << 20) + 1)).map(Reply::status))
          .contains(413);
    }
  }

  private static Request sent(Field field, int bodyBytes) {
    Content body = Content.of(new byte[bodyBytes]);
    return new Request("POST", "/", "HTTP/1.1", "1.2.3.4", List.of(field), body);
  }

  private static Reply of(String payload) throws IOException {
    return of(Front.FUNCTION_URL, payload);
  }

  private static Reply of(Front front, String payload) throws IOException {
    return front.reply(Content.utf8(payload));
  }

  private static Request request(String method, String target, String field) {
    List<Field> fields = List.of(new Field("x-a", field));
    return new Request(method, target, "HTTP/1.1", "1.2.3.4", fields, Content.NONE);
  }
}
