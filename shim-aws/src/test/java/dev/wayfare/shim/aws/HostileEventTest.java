package dev.wayfare.shim.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.shim.contract.ContractGuest;
import dev.wayfare.shim.host.FunctionHost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Broken events, made of the documented ones: a request is answered always, an event of a trigger
 * fails in the one way that is meant.
 */
final class HostileEventTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> VALUES =
      List.of(
          "null", "7", "-1.5e400", "true", "[]", "[null]", "{}", "{\"a\":null}", "\"\"", "\"/\"");
  private static final long SEED = 20_261_125;

  private final Lambda lambda =
      new Lambda(
          FunctionHost.builder(ContractGuest.classPath(), ContractGuest.ENVIRONMENT)
              .log(line -> {})
              .build());

  @ParameterizedTest
  @ValueSource(strings = {"function-url", "http-api", "http-api-1", "rest-api", "alb", "alb-multi"})
  void aRequestIsAnsweredWhateverStandsInAnyPlaceOfIt(String sample) throws IOException {
    for (byte[] event : replaced(sample)) {
      answered(event);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqs", "sqs-attributes", "s3", "eventbridge", "scheduled", "scheduler"})
  void anEventOfATriggerFailsAsIsMeantOrIsTaken(String sample) throws IOException {
    for (byte[] event : replaced(sample)) {
      takenOrFailed(event);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"function-url", "rest-api", "alb-multi", "sqs", "s3", "eventbridge"})
  void anEventMayBeCutOffAnywhere(String sample) throws IOException {
    byte[] event = JSON.writeValueAsBytes(JSON.readTree(Lambda.sample(sample)));
    for (int length = 0; length < event.length; length++) {
      takenOrFailed(Arrays.copyOf(event, length));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"function-url", "rest-api", "alb", "sqs", "s3", "eventbridge"})
  void anyBytesOfAnEventMayBeOthers(String sample) throws IOException {
    byte[] event = Lambda.sample(sample);
    var random = new SplittableRandom(SEED);
    for (int round = 0; round < 500; round++) {
      byte[] other = event.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        other[random.nextInt(other.length)] = (byte) random.nextInt(256);
      }
      takenOrFailed(other);
    }
  }

  @Test
  void anEventMayBeNestedAsDeepAsItLikes() throws IOException {
    String deep = "[".repeat(2_000_000);
    answered(Lambda.json("{'rawPath':'/','stageVariables':" + deep));
    takenOrFailed(Lambda.json("{'detail':" + deep));
    takenOrFailed(Lambda.json("{'Records':" + deep));
    takenOrFailed(Lambda.json(deep));
  }

  @Test
  void whatIsNoUtf8IsRefused() throws IOException {
    byte[] event = Lambda.json("{'version':'2.0','rawPath':'/?','headers':{}}");
    for (int octet : new int[] {0x80, 0xc0, 0xe2, 0xff}) {
      byte[] broken = event.clone();
      broken[new String(event, UTF_8).indexOf('?')] = (byte) octet;
      takenOrFailed(broken);
    }
  }

  /** Either an answer that the front would take, or the exception that tells Lambda to retry. */
  private void takenOrFailed(byte[] event) throws IOException {
    byte[] response;
    try {
      response = lambda.invoke(event);
    } catch (EventFailedException e) {
      assertThat(e).hasNoCause().hasMessageMatching("(?s).{20,}");
      return;
    }
    if (response.length > 0) {
      JsonNode payload = JSON.readTree(response);
      assertThat(payload.has("statusCode") || payload.has("batchItemFailures")).isTrue();
    }
  }

  private void answered(byte[] event) throws IOException {
    JsonNode payload = JSON.readTree(lambda.invoke(event));
    assertThat(payload.path("statusCode").asInt()).isBetween(200, 599);
    assertThat(payload.path("isBase64Encoded").asBoolean()).isTrue();
    assertThat(payload.has("headers") || payload.has("multiValueHeaders")).isTrue();
  }

  /** The sample with each of its values replaced by each of {@link #VALUES}. */
  private static List<byte[]> replaced(String sample) throws IOException {
    JsonNode root = JSON.readTree(Lambda.sample(sample));
    List<Consumer<JsonNode>> places = new ArrayList<>();
    List<JsonNode> originals = new ArrayList<>();
    collect(root, places, originals);
    List<byte[]> events = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      for (String value : VALUES) {
        places.get(i).accept(JSON.readTree(value));
        events.add(JSON.writeValueAsBytes(root));
      }
      places.get(i).accept(originals.get(i));
    }
    return events;
  }

  private static void collect(
      JsonNode node, List<Consumer<JsonNode>> places, List<JsonNode> originals) {
    if (node instanceof ObjectNode object) {
      for (var member : List.copyOf(object.properties())) {
        places.add(value -> object.set(member.getKey(), value));
        originals.add(member.getValue());
        collect(member.getValue(), places, originals);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int at = i;
        places.add(value -> array.set(at, value));
        originals.add(array.get(i));
        collect(array.get(i), places, originals);
      }
    }
  }
}
