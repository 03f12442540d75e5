package dev.wayfare.shim.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.shim.Header;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.contract.ContractGuest;
import dev.wayfare.shim.event.FunctionEvent;
import dev.wayfare.shim.host.FunctionHost;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.message.MessageReader;
import io.cloudevents.http.HttpMessageFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events as the CloudEvents SDK reads what a guest gets of them, and what Lambda is told then. */
final class TriggerTest {
  /** The contract's guest answers there as the message says. */
  private final Lambda lambda = new Lambda(host("/answer"));

  @Test
  void aMessageOfAQueueIsItsBodyAndNothingElse() throws IOException {
    List<CloudEvent> events = events(Lambda.sample("sqs"));
    assertThat(events).hasSize(2);
    CloudEvent event = events.getFirst();
    assertThat(event.getId()).isEqualTo("059f36b4-87a3-44ab-83d2-661975830a7d");
    assertThat(event.getType()).isEqualTo("dev.wayfare.queue.message.v1");
    assertThat(event.getSource()).hasToString("arn:aws:sqs:us-east-2:123456789012:my-queue");
    assertThat(event.getSubject()).isEqualTo("my-queue");
    assertThat(event.getTime()).isEqualTo(OffsetDateTime.parse("2018-12-17T21:37:29.183Z"));
    assertThat(event.getDataContentType()).isEqualTo("text/plain; charset=utf-8");
    assertThat(data(event)).isEqualTo("test");
  }

  @Test
  void attributesOfAMessageAreExtensionsWhereTheirNamesMayBe() throws IOException {
    CloudEvent event = events(Lambda.sample("sqs-attributes")).getFirst();
    assertThat(event.getExtensionNames()).containsExactly("attribute1");
    assertThat(event.getExtension("attribute1")).isEqualTo("AttributeValue1");
    String forged = "'messageAttributes':{'source':{'stringValue':'me'}}";
    assertThat(events(queue(forged + ",'body':'x'")).getFirst().getSource())
        .hasToString("arn:aws:sqs:eu-west-1:1:q");
  }

  @Test
  void theGroupOfAMessageIsItsPartitionAndNothingElseIs() throws IOException {
    String forged = "'messageAttributes':{'partitionkey':{'stringValue':'me'}},'body':'x'";
    assertThat(events(queue(forged)).getFirst().getExtensionNames()).isEmpty();
    String grouped = forged + ",'attributes':{'MessageGroupId':'g1'}";
    assertThat(events(queue(grouped)).getFirst().getExtension("partitionkey")).isEqualTo("g1");
  }

  @Test
  void anObjectOfABucketIsToldByItsKeyAndSize() throws IOException {
    CloudEvent event = events(Lambda.sample("s3")).getFirst();
    assertThat(decoded(event.getId())).isEqualTo("C3D13FE58DE4C810.Happy Sequencer.HappyFace.jpg");
    assertThat(event.getType()).isEqualTo("dev.wayfare.storage.object.created.v1");
    assertThat(event.getSource()).hasToString("arn:aws:s3:::mybucket");
    assertThat(event.getSubject()).isEqualTo("HappyFace.jpg");
    assertThat(event.getTime()).isEqualTo(OffsetDateTime.parse("1970-01-01T00:00Z"));
    assertThat(data(event))
        .isEqualTo(
            "{\"bucket\":\"sourcebucket\",\"object\":\"HappyFace.jpg\",\"size\":1024,"
                + "\"etag\":\"d41d8cd98f00b204e9800998ecf8427e\"}");
  }

  @Test
  void aKeyIsDecodedAndWhatHappenedToldByItsName() throws IOException {
    String sample = new String(Lambda.sample("s3"), UTF_8);
    String key = sample.replace("\"HappyFace.jpg\"", "\"a+b%2Bc/%C3%A9\"");
    assertThat(decoded(String.valueOf(events(key.getBytes(UTF_8)).getFirst().getSubject())))
        .isEqualTo("a b+c/é");
    assertThat(typeOf(sample.replace("ObjectCreated:Put", "ObjectRemoved:Delete")))
        .isEqualTo("dev.wayfare.storage.object.deleted.v1");
    assertThat(typeOf(sample.replace("ObjectCreated:Put", "ObjectRestore:Completed")))
        .isEqualTo("com.amazonaws.s3.ObjectRestore:Completed");
  }

  @Test
  void anEventOfABusKeepsItsOwnWordsAndItsDetailByteForByte() throws IOException {
    CloudEvent event = events(Lambda.sample("eventbridge")).getFirst();
    assertThat(event.getId()).isEqualTo("fe8d3c65-xmpl-c5c3-2c87-81584709a377");
    assertThat(decoded(event.getType())).isEqualTo("RDS DB Instance Event");
    assertThat(event.getSource()).hasToString("aws.rds");
    assertThat(event.getSubject())
        .isEqualTo("arn:aws:rds:us-east-2:123456789012:db:rdz6xmpliljlb1");
    assertThat(event.getTime()).isEqualTo(OffsetDateTime.parse("2020-04-28T07:20:20Z"));
    assertThat(event.getDataContentType()).isEqualTo("application/json");
    String sample = new String(Lambda.sample("eventbridge"), UTF_8);
    String detail = sample.substring(sample.indexOf("{\n    \"EventCategories\""));
    assertThat(data(event) + "\n}\n").isEqualTo(detail);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{ 'a' : [ 1 , {} ] }", "[ ]", "'a \\u00e9 é'", "12.50", "true", "{'a':'}'}"})
  void aDetailMayBeAnyJson(String detail) throws IOException {
    for (String event :
        List.of(
            "{'detail-type':'t','id':'1','source':'s','detail':" + detail + "}",
            "{'detail':" + detail + " ,'detail-type':'t','id':'1','source':'s'}")) {
      assertThat(data(events(Lambda.json(event)).getFirst())).isEqualTo(detail.replace('\'', '"'));
    }
  }

  @Test
  void aTimerFiresWithoutDataWhicheverServiceHasIt() throws IOException {
    for (String sample : List.of("scheduled", "scheduler")) {
      CloudEvent event = events(Lambda.sample(sample)).getFirst();
      assertThat(event.getType()).isEqualTo("dev.wayfare.timer.fired.v1");
      assertThat(event.getSubject()).isEqualTo("my-schedule");
      assertThat(event.getSource().toString()).startsWith("arn:aws:").endsWith("my-schedule");
      assertThat(event.getData()).isNull();
    }
    String other = new String(Lambda.sample("scheduled"), UTF_8).replace("aws.events", "mine");
    assertThat(typeOf(other)).isEqualTo("Scheduled Event");
  }

  @Test
  void ofABatchThoseMessagesComeAgainThatWereNotTaken() {
    assertThat(invoke(batch("q", "200", "500", "204", "404"))).isEqualTo(failures("m1", "m3"));
    assertThat(invoke(batch("q", "200", "201"))).isEqualTo(failures());
  }

  @Test
  void inAnOrderedQueueNoMessageOvertakesOneThatWasNotTaken() {
    assertThat(invoke(batch("q.fifo", "200", "500", "200"))).isEqualTo(failures("m1", "m2"));
  }

  @Test
  void aBatchOfWhichNothingWasTakenFails() {
    assertThatThrownBy(() -> invoke(batch("q", "500", "503")))
        .isInstanceOf(EventFailedException.class)
        .hasMessage("no message of the batch was taken");
  }

  @Test
  void anEventThatTheGuestDoesNotTakeFailsAndOneThatItTakesDoesNot() {
    for (String sample : List.of("s3", "eventbridge", "scheduled")) {
      assertThatThrownBy(() -> new Lambda(host("/answer/500")).invoke(Lambda.sample(sample)))
          .isInstanceOf(EventFailedException.class)
          .hasMessage("the function answered the event with 500")
          .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
      assertThatCode(() -> new Lambda(host("/answer/204")).invoke(Lambda.sample(sample)))
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Records':[{'eventSource':'aws:sqs','messageId':'1'}]}",
        "{'Records':[{'eventSource':'aws:sqs','eventSourceARN':'a:b'}]}",
        "{'Records':[{'eventSource':'aws:s3'}]}",
        "{'Records':[{'eventSource':'aws:kinesis'}]}",
        "{'Records':[{}]}",
        "{'Records':[7]}",
        "{'Records':{}}",
        "{'Records':[{'eventSource':'aws:sqs','attributes':{'SentTimestamp':'soon'}}]}",
        "{'Records':[",
        "{'body':'x','Records':[{'eventSource':'aws:sqs'}]}",
        "{'detail-type':'t'}",
        "{'detail-type':'t','id':'1','source':'s','time':'noon'}"
      })
  void anEventThatCannotBeReadFailsWithTheReason(String event) {
    assertThatThrownBy(() -> invoke(Lambda.json(event)))
        .isInstanceOf(EventFailedException.class)
        .hasMessageStartingWith("the event: ")
        .hasMessageMatching(".{20,}");
  }

  @Test
  void recordsOfOtherServicesFailWithTheReason() {
    assertThatThrownBy(() -> lambda.invoke(Lambda.sample("sns")))
        .isInstanceOf(EventFailedException.class)
        .hasMessageContaining("are not served");
  }

  private String invoke(byte[] event) {
    return new String(lambda.invoke(event), UTF_8);
  }

  private static FunctionHost host(String eventTarget) {
    var environment = new HashMap<>(ContractGuest.ENVIRONMENT);
    environment.put("WAYFARE_EVENT_TARGET", eventTarget);
    // Events come from Lambda itself, which has no key.
    environment.put("WAYFARE_CALLERS", "router");
    return FunctionHost.builder(ContractGuest.classPath(), environment).build();
  }

  /** Messages m0, m1… each of which tells the guest what to answer. */
  private static byte[] batch(String queue, String... statuses) {
    var records = new StringBuilder();
    for (int i = 0; i < statuses.length; i++) {
      records
          .append(i == 0 ? "" : ",")
          .append("{'eventSource':'aws:sqs','messageId':'m" + i + "','body':'")
          .append(statuses[i] + "\\n\\n','eventSourceARN':'arn:aws:sqs:eu-west-1:1:" + queue)
          .append("'}");
    }
    return Lambda.json("{'Records':[" + records + "]}");
  }

  private static byte[] queue(String members) {
    return Lambda.json(
        "{'Records':[{'messageId':'1',"
            + members
            + ",'eventSource':'aws:sqs','eventSourceARN':'arn:aws:sqs:eu-west-1:1:q'}]}");
  }

  private static String failures(String... ids) {
    String items =
        String.join(
            ",", List.of(ids).stream().map(id -> "{\"itemIdentifier\":\"" + id + "\"}").toList());
    return "{\"batchItemFailures\":[" + items + "]}";
  }

  private static String typeOf(String event) throws IOException {
    return decoded(events(event.getBytes(UTF_8)).getFirst().getType());
  }

  /** The SDK leaves it to its callers to decode what the binding encodes (§ 3.1.3.2). */
  private static String decoded(String attribute) {
    return URLDecoder.decode(attribute.replace("+", "%2B"), UTF_8);
  }

  private static String data(CloudEvent event) {
    return new String(Objects.requireNonNull(event.getData()).toBytes(), UTF_8);
  }

  /** The events that guests get, read by the CloudEvents SDK. */
  private static List<CloudEvent> events(byte[] event) throws IOException {
    List<FunctionEvent> events =
        switch (EventReader.read(new ByteArrayInputStream(event), Map.of())) {
          case LambdaEvent.Messages(List<LambdaEvent.Message> messages) ->
              messages.stream().map(LambdaEvent.Message::event).toList();
          case LambdaEvent.Notices(List<FunctionEvent> notices) -> notices;
          case LambdaEvent.Request request -> throw new AssertionError(request);
        };
    return events.stream().map(TriggerTest::read).toList();
  }

  private static CloudEvent read(FunctionEvent event) {
    Invocation request = event.invocation("/", Map.of());
    var fields = new HashMap<String, String>();
    for (Header line : request.headers()) {
      fields.put(line.name(), line.value());
    }
    MessageReader reader = HttpMessageFactory.createReader(fields, request.body().toByteArray());
    return reader.toEvent();
  }
}
