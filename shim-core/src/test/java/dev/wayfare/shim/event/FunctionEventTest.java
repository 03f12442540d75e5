package dev.wayfare.shim.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Invocation;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FunctionEventTest {
  @Test
  void anEventIsAPostInBinaryMode() {
    Invocation request =
        event()
            .subject("Euro € 100% \"x\" ~")
            .time("2026-01-02T03:04:05.60+01:00")
            .attribute("comexample1", "v")
            .message("hello".getBytes(UTF_8))
            .build()
            .invocation("/events?x=1", Map.of("requestId", "7"));
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/events");
    assertThat(request.query()).isEqualTo("x=1");
    assertThat(request.body()).isEqualTo(Body.utf8("hello"));
    assertThat(request.logFields()).isEqualTo(Map.of("requestId", "7"));
    // The euro sign and the percent sign as in § 3.1.3.2 of the binding.
    assertThat(request.headers())
        .containsExactly(
            new Header("ce-comexample1", "v"),
            new Header("ce-id", "1"),
            new Header("ce-source", "arn:aws:sqs:us-east-1:1:q"),
            new Header("ce-specversion", "1.0"),
            new Header("ce-subject", "Euro%20%E2%82%AC%20100%25%20%22x%22%20~"),
            new Header("ce-time", "2026-01-02T03:04:05.60+01:00"),
            new Header("ce-type", FunctionEvent.QUEUE_MESSAGE),
            new Header("content-type", "text/plain; charset=utf-8"));
  }

  @Test
  void anEventWithoutDataHasNoContentType() {
    assertThat(event().build().invocation("/", Map.of()).headers())
        .noneMatch(line -> line.name().equals("content-type"));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"a\":1}', application/json",
    "' [1] ', application/json",
    "'{a', text/plain; charset=utf-8",
    "'', text/plain; charset=utf-8",
    "3, text/plain; charset=utf-8"
  })
  void aMessagesTypeIsToldFromIt(String message, String type) {
    assertThat(event().message(message.getBytes(UTF_8)).build().contentType()).isEqualTo(type);
  }

  @Test
  void aMessageThatIsNoTextIsBytes() {
    FunctionEvent event = event().message(new byte[] {(byte) 0xc3, 0x28}).build();
    assertThat(event.contentType()).isEqualTo("application/octet-stream");
  }

  @Test
  void anObjectIsTheSameJsonOnEveryCloud() {
    FunctionEvent event = event().object("b", "a \"b\"/ü", OptionalLong.of(5), "e1").build();
    assertThat(event.data())
        .isEqualTo(
            Body.utf8(
                "{\"bucket\":\"b\",\"object\":\"a \\\"b\\\"/ü\",\"size\":5,\"etag\":\"e1\"}"));
    assertThat(event.attributes()).containsEntry("subject", "a \"b\"/ü");
    assertThat(event().object("b", "k", OptionalLong.empty(), "").build().data())
        .isEqualTo(Body.utf8("{\"bucket\":\"b\",\"object\":\"k\"}"));
  }

  @Test
  void whatCloudEventsRequiresIsRequired() {
    assertThatThrownBy(() -> event().id("").build())
        .hasMessage("an event needs the attribute \"id\"");
    assertThatThrownBy(() -> event().attribute("X-Mine", "1"))
        .hasMessage("not an attribute's name: \"X-Mine\"");
    assertThatThrownBy(() -> event().time("yesterday"))
        .hasMessage("the event's time is none: \"yesterday\"");
  }

  private static FunctionEventBuilder event() {
    return FunctionEvent.builder()
        .id("1")
        .source("arn:aws:sqs:us-east-1:1:q")
        .type(FunctionEvent.QUEUE_MESSAGE);
  }
}
