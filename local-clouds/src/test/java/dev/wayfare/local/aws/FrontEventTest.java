package dev.wayfare.local.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.local.http.Content;
import dev.wayfare.local.http.Field;
import dev.wayfare.local.http.Request;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FrontEventTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void everyPartOfARequestIsWhereLambdaPutsIt() throws IOException {
    List<Field> fields =
        List.of(
            new Field("Host", "id.lambda-url.us-east-1.on.aws"),
            new Field("X-Many", "a"),
            new Field("x-many", "b"),
            new Field("Cookie", "c=1"),
            new Field("cookie", "d=2; e=3"));
    JsonNode event = event(request("/p%2Fq?b=1&a=%C3%A9+x&b=2&c", fields, Content.NONE));
    assertThat(event.toString())
        .isEqualTo(
            """
            {"version":"2.0","routeKey":"$default","rawPath":"/p%2Fq",\
            "rawQueryString":"b=1&a=%C3%A9+x&b=2&c","cookies":["c=1","d=2","e=3"],\
            "headers":{"host":"id.lambda-url.us-east-1.on.aws","x-amzn-trace-id":"Root=1",\
            "x-forwarded-for":"1.2.3.4","x-forwarded-proto":"http","x-many":"a,b"},\
            "queryStringParameters":{"b":"1,2","a":"é x","c":""},\
            "requestContext":{"accountId":"anonymous","apiId":"wayfare",\
            "domainName":"wayfare.lambda-url.us-east-1.on.aws","domainPrefix":"wayfare",\
            "http":{"method":"POST","path":"/p%2Fq","protocol":"HTTP/1.1",\
            "sourceIp":"1.2.3.4","userAgent":""},"requestId":"id","routeKey":"$default",\
            "stage":"$default","time":"12/Mar/2020:19:03:58 +0000","timeEpoch":1584039838000},\
            "isBase64Encoded":false}\
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/json; charset=utf-8", "image/svg+xml"})
  void aTextGoesAsItIsWhereItsTypeSaysSo(String type) throws IOException {
    JsonNode event = event(request("/", type, Content.utf8("é")));
    boolean base64 = type.startsWith("image/");
    assertThat(event.path("isBase64Encoded").asBoolean()).isEqualTo(base64);
    assertThat(event.path("body").asText()).isEqualTo(base64 ? "w6k=" : "é");
  }

  @Test
  void whatIsNoTextGoesAsBase64WhateverItsTypeSays() throws IOException {
    JsonNode event = event(request("/", "text/plain", Content.of(new byte[] {(byte) 0xc3})));
    assertThat(event.path("isBase64Encoded").asBoolean()).isTrue();
    assertThat(event.path("body").asText()).isEqualTo("ww==");
  }

  @ParameterizedTest
  @CsvSource({
    "/a%2Fb%20c+d, /a/b c+d",
    "/%C3%A9, /é",
    "/a%252F, /a%2F",
    "/a%3Fb, /a",
    "/%zz, /%zz"
  })
  void anHttpApiDecodesThePathAndTheOthersDoNot(String sent, String decoded) throws IOException {
    Request request = request(sent + "?x=%20", List.of(), Content.NONE);
    JsonNode event = event(Front.HTTP_API, request);
    assertThat(event.path("rawPath").asText()).isEqualTo(decoded);
    assertThat(event.path("rawQueryString").asText()).isEqualTo("x=%20");
    assertThat(event(Front.HTTP_API_1, request).path("path").asText()).isEqualTo(decoded);
    assertThat(event(Front.FUNCTION_URL, request).path("rawPath").asText()).isEqualTo(sent);
    for (Front front : List.of(Front.REST_API, Front.ALB, Front.ALB_MULTI)) {
      assertThat(event(front, request).path("path").asText()).isEqualTo(sent);
    }
  }

  @Test
  void aRestApiGivesListsAndDecodesTheQuery() throws IOException {
    List<Field> fields =
        List.of(new Field("X-Many", "a"), new Field("x-many", "b"), new Field("Expect", "nothing"));
    JsonNode event =
        event(Front.REST_API, request("/p?b=1&a=%C3%A9+x&b=2&c", fields, Content.utf8("é")));
    assertThat(event.has("version")).isFalse();
    assertThat(event.path("multiValueHeaders").path("x-many")).hasToString("[\"a\",\"b\"]");
    assertThat(event.path("headers").path("x-many").asText()).isEqualTo("b");
    assertThat(event.path("headers").has("expect")).isFalse();
    assertThat(event.path("multiValueQueryStringParameters"))
        .hasToString("{\"b\":[\"1\",\"2\"],\"a\":[\"é x\"],\"c\":[\"\"]}");
    assertThat(event.path("queryStringParameters").path("b").asText()).isEqualTo("2");
    assertThat(event.path("requestContext").path("identity").path("sourceIp").asText())
        .isEqualTo("1.2.3.4");
    assertThat(event.path("body").asText()).isEqualTo("w6k=");
    assertThat(event(Front.REST_API, request("/", List.of(), Content.NONE)).path("body").isNull())
        .isTrue();
  }

  @Test
  void aSemicolonAndAFieldMeanSomethingToARestApiAlone() throws IOException {
    List<Field> fields = List.of(new Field("X-HTTP-Method-Override", "PUT"));
    Request request = request("/?a=1;b=2", fields, Content.NONE);
    JsonNode event = event(Front.REST_API, request);
    assertThat(event.path("multiValueQueryStringParameters"))
        .hasToString("{\"a\":[\"1\"],\"b\":[\"2\"]}");
    assertThat(event.path("httpMethod").asText()).isEqualTo("PUT");
    assertThat(event.path("headers").has("x-http-method-override")).isFalse();
    JsonNode other = event(Front.HTTP_API_1, request);
    assertThat(other.path("version").asText()).isEqualTo("1.0");
    assertThat(other.path("multiValueQueryStringParameters")).hasToString("{\"a\":[\"1;b=2\"]}");
    assertThat(other.path("httpMethod").asText()).isEqualTo("POST");
    assertThat(other.path("headers").has("x-http-method-override")).isTrue();
  }

  @Test
  void anHttpApiGivesTextsAsTexts() throws IOException {
    JsonNode event = event(Front.HTTP_API_1, request("/", "text/plain", Content.utf8("é")));
    assertThat(event.path("body").asText()).isEqualTo("é");
  }

  @Test
  void aLoadBalancerLeavesTheQueryAndHasLastValuesOrLists() throws IOException {
    List<Field> fields = List.of(new Field("Cookie", "a=1"), new Field("cookie", "b=2"));
    Request request = request("/p?a=%20&a=+", fields, Content.NONE);
    JsonNode single = event(Front.ALB, request);
    assertThat(single.path("requestContext").has("elb")).isTrue();
    assertThat(single.path("headers").path("cookie").asText()).isEqualTo("b=2");
    assertThat(single.path("queryStringParameters")).hasToString("{\"a\":\"+\"}");
    JsonNode multi = event(Front.ALB_MULTI, request);
    assertThat(multi.has("headers")).isFalse();
    assertThat(multi.path("multiValueHeaders").path("cookie")).hasToString("[\"a=1\",\"b=2\"]");
    assertThat(multi.path("multiValueQueryStringParameters"))
        .hasToString("{\"a\":[\"%20\",\"+\"]}");
  }

  private static Request request(String target, String type, Content body) {
    return request(target, List.of(new Field("Content-Type", type)), body);
  }

  private static Request request(String target, List<Field> fields, Content body) {
    return new Request("POST", target, "HTTP/1.1", "1.2.3.4", fields, body);
  }

  private static JsonNode event(Request request) throws IOException {
    return event(Front.FUNCTION_URL, request);
  }

  private static JsonNode event(Front front, Request request) throws IOException {
    Instant time = Instant.parse("2020-03-12T19:03:58Z");
    return JSON.readTree(front.event(new Arrival(request, "id", "Root=1", time)).bytes());
  }
}
