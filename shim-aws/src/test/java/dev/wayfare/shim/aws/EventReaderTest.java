package dev.wayfare.shim.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventReaderTest {
  private static final String CONTEXT =
      "'requestContext':{'http':{'method':'GET','protocol':'HTTP/1.1','sourceIp':'1.2.3.4'}}";

  /** The example of AWS's documentation, "Request payload format" of function URLs. */
  @Test
  void theDocumentedEventIsUnderstood() throws IOException {
    try (InputStream event = getClass().getResourceAsStream("/events/function-url.json")) {
      assertThat(EventReader.read(Objects.requireNonNull(event)))
          .isEqualTo(
              Invocation.builder()
                  .method("POST")
                  .path("/my/path")
                  .query("parameter1=value1&parameter1=value2&parameter2=value")
                  .protocol("HTTP/1.1")
                  .scheme("https")
                  .remoteAddress("123.123.123.123")
                  .headers(
                      Headers.EMPTY
                          .with("header1", "value1")
                          .with("header2", "value1,value2")
                          .with("cookie", "cookie1; cookie2"))
                  .body(Body.utf8("Hello from client!"))
                  .build());
    }
  }

  @Test
  void fieldsMayComeInAnyOrder() {
    assertThat(
            read("{'isBase64Encoded':true,'body':'AAH/',"
                    + CONTEXT
                    + ",'rawPath':'/','version':'2.0'}")
                .body())
        .isEqualTo(Body.of(new byte[] {0, 1, -1}));
    assertThat(
            read("{'body':'AAH/',"
                    + CONTEXT
                    + ",'rawPath':'/','version':'2.0','isBase64Encoded':true}")
                .body())
        .isEqualTo(Body.of(new byte[] {0, 1, -1}));
  }

  @Test
  void theListOfCookiesReplacesTheirHeader() {
    Invocation invocation = read(event("'cookies':['a=1','b=2'],'headers':{'cookie':'a=1'}"));
    assertThat(invocation.headers().all("cookie")).containsExactly("a=1; b=2");
  }

  @Test
  void aForwardedSchemeIsTheCallers() {
    assertThat(read(event("'headers':{'x-forwarded-proto':'http'}")).scheme()).isEqualTo("http");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'headers':null",
        "'headers':{'a':null}",
        "'cookies':null",
        "'body':null",
        "'isBase64Encoded':null",
        "'rawQueryString':null",
        "'stageVariables':{'a':[{'b':[1,2]}]}"
      })
  void aNullCountsAsAbsentAndTheUnknownIsSkipped(String field) {
    assertThat(read(event(field))).isEqualTo(read(event("'x':1")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | must be an object",
        "[] | must be an object",
        "null | payload format",
        "{ | no readable JSON",
        "{'version':'2.0' | no readable JSON",
        "{'version':'1.0'} | only 2.0 is served",
        "{'version':2.0} | version must be a string",
        "{'version':'2.0'} | needs a method",
        "{'version':'2.0','rawPath':7} | rawPath must be a string",
        "{'version':'2.0','headers':[]} | headers must be an object",
        "{'version':'2.0','headers':{'a':{}}} | a must be a string",
        "{'version':'2.0','headers':{'a b':'c'}} | not a field name",
        "{'version':'2.0','cookies':{}} | cookies must be an array",
        "{'version':'2.0','requestContext':7} | requestContext must be an object",
        "{'version':'2.0','isBase64Encoded':'yes'} | isBase64Encoded must be true or false",
      })
  void aMalformedEventIsRefusedWithTheReason(String event, String reason) {
    assertThatThrownBy(() -> read(event.equals("''") ? "" : event))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void wrongBase64IsRefused() {
    assertThatThrownBy(() -> read(event("'body':'*','isBase64Encoded':true")))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining("base64");
  }

  @Test
  void aPathWithoutASlashIsRefused() {
    assertThatThrownBy(() -> read("{'version':'2.0','rawPath':'x'," + CONTEXT + "}"))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining("must start with \"/\"");
  }

  private static String event(String field) {
    return "{'version':'2.0','rawPath':'/'," + CONTEXT + "," + field + "}";
  }

  private static Invocation read(String event) {
    byte[] bytes = event.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    try {
      return EventReader.read(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
