package dev.wayfare.shim.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.event.FunctionEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventReaderTest {
  private static final int LIMIT_BYTES = 10_000;

  @Test
  void aMessageOfPubsubIsAMessageOfAQueue() {
    FunctionEvent event = read(Samples.MESSAGE, Samples.TOPIC, Samples.read("pubsub-text.json"));
    assertThat(event.attributes())
        .containsExactly(
            entry("attr1", "attr1-value"),
            entry("id", "7"),
            entry("source", Samples.TOPIC),
            entry("specversion", "1.0"),
            entry("subject", "my-topic"),
            entry("time", "2021-02-05T04:06:14.1Z"),
            entry("type", "dev.wayfare.queue.message.v1"));
    assertThat(event.data()).isEqualTo(Body.utf8("test message 3"));
    assertThat(event.contentType()).startsWith("text/plain");
  }

  @Test
  void aMessageOfBytesStaysBytes() {
    FunctionEvent event = read(Samples.MESSAGE, Samples.TOPIC, Samples.read("pubsub-binary.json"));
    assertThat(event.data()).isEqualTo(Body.of(new byte[] {1, 2, 3, 4}));
  }

  @Test
  void anOrderingKeyIsThePartitionKeyOfCloudEvents() {
    FunctionEvent event = message("{\"message\":{\"data\":\"\",\"orderingKey\":\"k\"}}");
    assertThat(event.attributes()).containsEntry("partitionkey", "k");
  }

  @Test
  void aSenderOfMessagesCannotSetWhatTheEventIs() {
    FunctionEvent event =
        message(
            """
            {"message":{"attributes":{"id":"x","type":"x","source":"x","subject":"x","time":"x",
            "datacontenttype":"x","specversion":"x","data":"x","Not-A-Name":"x","mine":"1"}}}\
            """);
    assertThat(event.attributes()).containsEntry("mine", "1").doesNotContainValue("x");
  }

  @Test
  void aMessageThatSaysSoIsATimer() {
    FunctionEvent event =
        message("{\"message\":{\"data\":\"eA==\",\"attributes\":{\"wayfare-timer\":\"nightly\"}}}");
    assertThat(event.attributes())
        .containsEntry("type", FunctionEvent.TIMER_FIRED)
        .containsEntry("subject", "nightly");
    assertThat(event.data()).isEqualTo(Body.EMPTY);
  }

  @Test
  void anObjectOfABucketIsNamedWithWhatIsKnown() {
    FunctionEvent event =
        read(Samples.FINALIZED, Samples.BUCKET, Samples.read("storage-simple.json"));
    assertThat(event.attributes())
        .containsEntry("type", FunctionEvent.OBJECT_CREATED)
        .containsEntry("subject", "folder/Test.cs");
    assertThat(event.data())
        .isEqualTo(
            Body.utf8(
                "{\"bucket\":\"sample-bucket\",\"object\":\"folder/Test.cs\",\"size\":352,"
                    + "\"etag\":\"CNHZkbuF/ugCEAE=\"}"));
  }

  @Test
  void anObjectThatIsGoneIsDeleted() {
    FunctionEvent event =
        read(
            "google.cloud.storage.object.v1.deleted",
            Samples.BUCKET,
            json("{\"bucket\":\"b\",\"name\":\"k\",\"size\":12}"));
    assertThat(event.attributes()).containsEntry("type", FunctionEvent.OBJECT_DELETED);
    assertThat(event.data())
        .isEqualTo(Body.utf8("{\"bucket\":\"b\",\"object\":\"k\",\"size\":12}"));
  }

  @Test
  void aRunOfTheSchedulerIsATimer() {
    String job = "//cloudscheduler.googleapis.com/projects/p/locations/l/jobs/cre-scheduler-9af2";
    FunctionEvent event =
        read("google.cloud.scheduler.job.v1.executed", job, json("{\"customData\":\"dGVzdA==\"}"));
    assertThat(event.attributes())
        .containsEntry("type", FunctionEvent.TIMER_FIRED)
        .containsEntry("subject", "cre-scheduler-9af2");
  }

  @Test
  void anyOtherEventStaysAsItIs() {
    byte[] data = {1, (byte) 0xff, 0};
    Map<String, Object> extensions =
        Map.of(
            "bytes",
            new byte[] {1, 2},
            "count",
            5,
            "flag",
            true,
            "when",
            OffsetDateTime.parse("2021-02-05T04:00Z"));
    FunctionEvent event =
        EventReader.read(FakeEvent.of("my.type", "/my/source", data).with(extensions), LIMIT_BYTES);
    assertThat(event.attributes())
        .containsExactly(
            entry("bytes", "AQI="),
            entry("count", "5"),
            entry("flag", "true"),
            entry("id", "7"),
            entry("source", "/my/source"),
            entry("specversion", "1.0"),
            entry("subject", "a/b"),
            entry("time", "2021-02-05T04:06:14.1Z"),
            entry("type", "my.type"),
            entry("when", "2021-02-05T04:00:00Z"));
    assertThat(event.data()).isEqualTo(Body.of(data));
    assertThat(event.contentType()).isEqualTo("application/json");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertRefused(null, "there is none");
    assertRefused(empty(null, null), "\"id\"");
    assertRefused(empty("7", null), "\"type\"");
    assertRefused(empty("7", Samples.MESSAGE), "its data is not an object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "{\"message\":null}",
        "{\"message\":5}",
        "{\"message\":{}}",
        "{\"message\":{\"data\":5}}",
        "{\"message\":{\"data\":\"a\"}}",
        "{\"message\":{\"data\":\"%%%%\"}}",
        "{\"message\":{\"attributes\":[]}}",
        "{\"message\":{\"attributes\":{\"a\":{}}}}",
        "{\"message\":{\"orderingKey\":{}}}",
        "{\"message\":{\"data\":\"\"}} x"
      })
  void aMalformedMessageIsRefused(String data) {
    assertThatIllegalArgumentException().isThrownBy(() -> message(data));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"bucket\":\"b\"}",
        "{\"bucket\":\"b\",\"name\":7}",
        "{\"bucket\":\"b\",\"name\":\"n\",\"size\":\"much\"}",
        "{\"bucket\":\"b\",\"name\":\"n\",\"size\":1.5}",
        "{\"bucket\":\"b\",\"name\":\"n\",\"size\":99999999999999999999}"
      })
  void anObjectThatIsNoneIsRefused(String data) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Samples.FINALIZED, Samples.BUCKET, json(data)));
  }

  @Test
  void anEventLongerThanTheLimitIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("my.type", "/s", new byte[LIMIT_BYTES + 1]))
        .withMessageContaining("10000 bytes");
  }

  private static FunctionEvent message(String data) {
    return read(Samples.MESSAGE, Samples.TOPIC, json(data));
  }

  private static FunctionEvent read(String type, String source, byte[] data) {
    return EventReader.read(FakeEvent.of(type, source, data), LIMIT_BYTES);
  }

  private static void assertRefused(@Nullable FakeEvent event, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventReader.read(event, LIMIT_BYTES))
        .withMessageContaining(reason);
  }

  private static FakeEvent empty(@Nullable String id, @Nullable String type) {
    return new FakeEvent(id, URI.create("/s"), type, null, null, null, Map.of(), null);
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
