package dev.wayfare.shim.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventReaderTest {
  private static final String CONTEXT =
      "'requestContext':{'http':{'method':'GET','protocol':'HTTP/1.1','sourceIp':'1.2.3.4'}}";

  @Test
  void theEventOfAFunctionUrlIsUnderstood() {
    assertThat(read(Lambda.sample("function-url")))
        .isEqualTo(
            new LambdaEvent.Request(
                documented()
                    .method("POST")
                    .remoteAddress("123.123.123.123")
                    .headers(
                        Headers.EMPTY
                            .with("cookie", "cookie1; cookie2")
                            .with("header1", "value1")
                            .with("header2", "value1,value2"))
                    .body(Body.utf8("Hello from client!"))
                    .build(),
                Front.FUNCTION_URL));
  }

  @Test
  void theEventsOfAnHttpApiAreUnderstoodInBothFormats() {
    assertThat(read(Lambda.sample("http-api")))
        .isEqualTo(
            new LambdaEvent.Request(
                documented()
                    .method("POST")
                    .headers(
                        Headers.EMPTY
                            .with("cookie", "cookie1; cookie2")
                            .with("header1", "value1")
                            .with("header2", "value1,value2"))
                    .body(Body.utf8("Hello from Lambda"))
                    .build(),
                Front.HTTP_API));
    assertThat(read(Lambda.sample("http-api-1")))
        .isEqualTo(
            new LambdaEvent.Request(
                documented()
                    .headers(
                        Headers.EMPTY.with("header1", "value1").with("header2", "value1,value2"))
                    .body(Body.utf8("Hello from Lambda!"))
                    .build(),
                Front.HTTP_API_1));
  }

  @Test
  void theEventOfARestApiIsUnderstood() {
    LambdaEvent.Request request = read(Lambda.sample("rest-api"));
    assertThat(request.front()).isEqualTo(Front.REST_API);
    Invocation invocation = request.invocation();
    assertThat(invocation.method()).isEqualTo("GET");
    assertThat(invocation.path()).isEqualTo("/test/hello");
    assertThat(invocation.query()).isEqualTo("name=me");
    assertThat(invocation.scheme()).isEqualTo("https");
    assertThat(invocation.remoteAddress()).isEqualTo("test-invoke-source-ip");
    assertThat(invocation.headers().first("accept-language")).contains("en-US,en;q=0.8");
    assertThat(invocation.body()).isEqualTo(Body.utf8("{ \"callerName\": \"John\" }"));
  }

  @Test
  void theEventsOfALoadBalancerAreUnderstood() {
    LambdaEvent.Request single = read(Lambda.sample("alb"));
    assertThat(single.front()).isEqualTo(Front.ALB);
    assertThat(single.invocation().path()).isEqualTo("/lambda");
    assertThat(single.invocation().query()).isEqualTo("query=1234ABCD");
    assertThat(single.invocation().scheme()).isEqualTo("http");
    assertThat(single.invocation().remoteAddress()).isEqualTo("72.12.164.125");
    LambdaEvent.Request multi = read(Lambda.sample("alb-multi"));
    assertThat(multi.front()).isEqualTo(Front.ALB_MULTI);
    assertThat(multi.invocation().query()).isEqualTo("myKey=val1&myKey=val2");
    assertThat(multi.invocation().headers().all("cookie"))
        .containsExactly("name1=value1; name2=value2");
    assertThat(multi.invocation().body()).isEqualTo(Body.utf8("request_body"));
    LambdaEvent.Request health = read(Lambda.sample("alb-health"));
    assertThat(health.front()).isEqualTo(Front.ALB);
    assertThat(health.invocation().query()).isEmpty();
  }

  private static Invocation.Builder documented() {
    return Invocation.builder()
        .path("/my/path")
        .query("parameter1=value1&parameter1=value2&parameter2=value")
        .scheme("https")
        .remoteAddress("192.0.2.1");
  }

  @Test
  void fieldsMayComeInAnyOrder() {
    assertThat(
            invocation(
                    "{'isBase64Encoded':true,'body':'AAH/',"
                        + CONTEXT
                        + ",'rawPath':'/','version':'2.0'}")
                .body())
        .isEqualTo(Body.of(new byte[] {0, 1, -1}));
    assertThat(
            invocation(
                    "{'body':'AAH/',"
                        + CONTEXT
                        + ",'rawPath':'/','version':'2.0','isBase64Encoded':true}")
                .body())
        .isEqualTo(Body.of(new byte[] {0, 1, -1}));
  }

  @Test
  void theListOfCookiesReplacesTheirHeader() {
    Invocation invocation = invocation(event("'cookies':['a=1','b=2'],'headers':{'cookie':'a=1'}"));
    assertThat(invocation.headers().all("cookie")).containsExactly("a=1; b=2");
  }

  @Test
  void aForwardedSchemeIsTheCallers() {
    assertThat(invocation(event("'headers':{'x-forwarded-proto':'http'}")).scheme())
        .isEqualTo("http");
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
    assertThat(invocation(event(field))).isEqualTo(invocation(event("'x':1")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | must be an object",
        "[] | must be an object",
        "null | neither a request nor an event",
        "{} | neither a request nor an event",
        "{'version':'2.0'} | neither a request nor an event",
        "{ | no readable JSON",
        "{'version':'2.0' | no readable JSON",
        "{} {} | something follows its end",
        "{'version':'3.0','rawPath':'/'} | only 2.0 and 1.0 are served",
        "{'version':'1.0','path':'/'} | only 2.0 and 1.0 are served",
        "{'version':[],'rawPath':'/'} | only 2.0 and 1.0 are served",
        "{'version':7,'rawPath':'/'} | only 2.0 and 1.0 are served",
        "{'version':'2.0','rawPath':'/'} | needs a method",
        "{'version':'2.0','rawPath':7} | rawPath must be a string",
        "{'version':'2.0','headers':[]} | headers must be an object",
        "{'version':'2.0','headers':{'a':{}}} | a must be a string",
        "{'version':'2.0','headers':{'a b':'c'}} | not a field name",
        "{'multiValueHeaders':{'a':'b'}} | a must be an array",
        "{'queryStringParameters':{'a':['b']}} | a must be a string",
        "{'version':'2.0','cookies':{}} | cookies must be an array",
        "{'version':'2.0','requestContext':7} | requestContext must be an object",
        "{'version':'2.0','isBase64Encoded':'yes'} | isBase64Encoded must be true or false",
        "{'httpMethod':'GET','path':'x'} | must start with",
        "{'httpMethod':'GET','path':'/','isBase64Encoded':true,'body':'*'} | base64",
        "{'httpMethod':'GET','path':'/','isBase64Encoded':true,'body':'AAA'} | base64",
      })
  void aMalformedEventIsRefusedWithTheReason(String event, String reason) {
    assertThatThrownBy(() -> read(Lambda.json(event.equals("''") ? "" : event)))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining(reason);
  }

  private static String event(String field) {
    return "{'version':'2.0','rawPath':'/'," + CONTEXT + "," + field + "}";
  }

  private static Invocation invocation(String event) {
    return read(Lambda.json(event)).invocation();
  }

  private static LambdaEvent.Request read(byte[] event) {
    try {
      return (LambdaEvent.Request) EventReader.read(new ByteArrayInputStream(event), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
