package dev.wayfare.shim.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.InvocationResult.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class PayloadWriterTest {
  @Test
  void repeatedFieldsAreJoinedAndCookiesListed() throws IOException {
    Headers headers =
        Headers.EMPTY
            .with("X-Many", "a")
            .with("Set-Cookie", "a=1, 2")
            .with("x-many", "b")
            .with("set-cookie", "b=2");
    assertThat(write(new InvocationResult(201, headers, Body.utf8("é"), Origin.GUEST)))
        .isEqualTo(
            "{\"statusCode\":201,\"headers\":{\"x-many\":\"a, b\"},"
                + "\"cookies\":[\"a=1, 2\",\"b=2\"],\"isBase64Encoded\":true,\"body\":\"w6k=\"}");
  }

  @Test
  void withListsEachFieldHasAllItsValues() throws IOException {
    Headers headers =
        Headers.EMPTY.with("X-Many", "a").with("Set-Cookie", "a=1, 2").with("x-many", "b");
    var result = new InvocationResult(200, headers, Body.EMPTY, Origin.GUEST);
    assertThat(text(PayloadWriter.write(result, Front.REST_API)))
        .isEqualTo(text(PayloadWriter.write(result, Front.ALB_MULTI)))
        .isEqualTo(
            "{\"statusCode\":200,\"multiValueHeaders\":{\"x-many\":[\"a\",\"b\"],"
                + "\"set-cookie\":[\"a=1, 2\"]},\"isBase64Encoded\":true,\"body\":\"\"}");
  }

  @Test
  void noBodyIsAnEmptyOne() throws IOException {
    assertThat(write(new InvocationResult(204, Headers.EMPTY, Body.EMPTY, Origin.GUEST)))
        .isEqualTo(
            "{\"statusCode\":204,\"headers\":{},\"cookies\":[],\"isBase64Encoded\":true,"
                + "\"body\":\"\"}");
  }

  private static String write(InvocationResult result) throws IOException {
    return text(PayloadWriter.write(result, Front.FUNCTION_URL));
  }

  private static String text(byte[] payload) {
    return new String(payload, StandardCharsets.UTF_8);
  }
}
