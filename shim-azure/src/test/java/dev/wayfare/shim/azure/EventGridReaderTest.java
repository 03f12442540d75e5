package dev.wayfare.shim.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.event.FunctionEvent;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventGridReaderTest {
  /**
   * The documentation's example.
   *
   * @see <a href="https://learn.microsoft.com/azure/event-grid/event-schema-blob-storage">Azure
   *     Blob Storage as an Event Grid source</a>
   */
  private static final String EVENT_GRID =
      """
      {
        "topic": "/subscriptions/{subscription-id}/resourceGroups/Storage/providers/Microsoft.Storage/storageAccounts/my-storage-account",
        "subject": "/blobServices/default/containers/test-container/blobs/new-file.txt",
        "eventType": "Microsoft.Storage.BlobCreated",
        "eventTime": "2017-06-26T18:41:00.9584103Z",
        "id": "831e1650-001e-001b-66ab-eeb76e069631",
        "data": {
          "api": "PutBlockList",
          "clientRequestId": "6d79dbfb-0e37-4fc4-981f-442c9ca65760",
          "requestId": "831e1650-001e-001b-66ab-eeb76e000000",
          "eTag": "\\"0x8D4BCC2E4835CD0\\"",
          "contentType": "text/plain",
          "contentLength": 524288,
          "blobType": "BlockBlob",
          "url": "https://my-storage-account.blob.core.windows.net/testcontainer/new-file.txt",
          "sequencer": "00000000000004420000000000028963",
          "storageDiagnostics": {
            "batchId": "b68529f3-68cd-4744-baa4-3c0498ec19f0"
          }
        },
        "dataVersion": "",
        "metadataVersion": "1"
      }
      """;

  private static final String CLOUD_EVENT =
      """
      {"specversion":"1.0","type":"com.example.someevent","source":"/mycontext","id":"A234-1234-1234",
       "time":"2018-04-05T17:31:00Z","comexampleextension1":"value","comexampleothervalue":5,
       "nothing":null,"datacontenttype":"application/cloudevents+json","data": {"a": 1.10, "b":[ ]} }
      """;

  @Test
  void anEventOfTheGridsOwnSchemaBecomesACloudEvent() {
    FunctionEvent event = EventGridReader.read(EVENT_GRID);
    assertThat(event.attributes())
        .containsEntry("type", "Microsoft.Storage.BlobCreated")
        .containsEntry("id", "831e1650-001e-001b-66ab-eeb76e069631")
        .containsEntry("time", "2017-06-26T18:41:00.9584103Z")
        .containsEntry(
            "subject", "/blobServices/default/containers/test-container/blobs/new-file.txt")
        .hasEntrySatisfying("source", source -> assertThat(source).endsWith("my-storage-account"))
        .hasSize(6);
    assertThat(event.contentType()).isEqualTo("application/json");
    assertThat(text(event)).startsWith("{\n    \"api\"").endsWith("9f0\"\n    }\n  }");
  }

  @Test
  void aCloudEventKeepsItsAttributesAndEveryByteOfItsData() {
    FunctionEvent event = EventGridReader.read(CLOUD_EVENT);
    assertThat(event.attributes())
        .containsEntry("type", "com.example.someevent")
        .containsEntry("comexampleextension1", "value")
        .containsEntry("comexampleothervalue", "5")
        .doesNotContainKeys("nothing", "data", "datacontenttype");
    assertThat(event.contentType()).isEqualTo("application/cloudevents+json");
    assertThat(text(event)).isEqualTo("{\"a\": 1.10, \"b\":[ ]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"data\":\"a\\n\\\"b\",\"datacontenttype\":\"text/plain\"` | text/plain | `a\n\"b`",
        "`\"data\":\"a\"` | application/json | \"a\"",
        "`\"data\":12.50` | application/json | 12.50",
        "`\"data\": true ` | application/json | true",
        "`\"data_base64\":\"AGE=\"` | application/octet-stream | `\u0000a`",
        "`\"data\":null` | `` | ``",
        "`\"data\":\"雪\\uD83D\\uDE00\"` | application/json | `\"雪\\uD83D\\uDE00\"`",
      })
  void theDataIsWhatItsTypeSays(String members, String type, String data) {
    String event = "{\"specversion\":\"1.0\",\"id\":\"i\",\"source\":\"s\",\"type\":\"t\",";
    FunctionEvent read = EventGridReader.read(event + members + "}");
    assertThat(read.contentType()).isEqualTo(type);
    assertThat(text(read)).isEqualTo(data);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | it is no JSON object",
        "[] | it is no JSON object",
        "null | it is no JSON object",
        "{} | needs the attribute",
        "{} {} | something follows",
        "{\"specversion\":\"0.3\"} | its specversion is 0.3",
        "{\"id\" | no readable JSON",
        "{\"id\":\"i\",\"topic\":\"s\",\"eventType\":\"t\",\"eventTime\":\"noon\"} | the event's"
            + " time",
        "{\"specversion\":\"1.0\",\"data_base64\":\"????\"} | Illegal base64 character",
      })
  void whatIsNoEventIsToldFrom(String event, String reason) {
    assertThatThrownBy(() -> EventGridReader.read(event))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void brokenEventsAreReadOrToldFrom(long seed) {
    var random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      String event = broken(random.nextBoolean() ? EVENT_GRID : CLOUD_EVENT, random);
      try {
        assertThat(EventGridReader.read(event)).isNotNull();
      } catch (IllegalArgumentException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(100, 1_900);
  }

  private static String broken(String event, Random random) {
    int at = random.nextInt(event.length());
    return switch (random.nextInt(4)) {
      case 0 -> event.substring(0, at);
      case 1 -> event.substring(0, at) + (char) random.nextInt(0x100) + event.substring(at + 1);
      case 2 -> event.replaceFirst("\"[a-zA-Z:/0-9.-]+\"(,?)$", "null$1");
      default -> event.replaceFirst(": *\"[^\"]*\"", ":" + value(random));
    };
  }

  private static String value(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "null";
      case 1 -> "[[[{}]]]";
      case 2 -> "1e999";
      case 3 -> "{\"a\":{}}";
      case 4 -> "[".repeat(5_000);
      default -> "\"\\uD800\"";
    };
  }

  private static String text(FunctionEvent event) {
    Body data = event.data();
    return new String(data.toByteArray(), StandardCharsets.UTF_8);
  }
}
