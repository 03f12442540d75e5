package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.RawH2Client.Answer;
import dev.wayfare.router.RawH2Client.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Heads by HTTP/2 that would be something else, or more than one thing, by HTTP/1.1 (RFC 9113,
 * sections 8.2 and 10.3). In a name or value, backslash and a letter stand for CR, LF and NUL.
 */
final class MalformedStreamsTest {
  private static final List<String> PARTS =
      List.of("\r\n", "\n", "\r", "\0", " ", "\r\nX: y", "\r\n\r\nGET /f/inside HTTP/1.1\r\n\r\n");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x | a\\r\\nGET /f HTTP/1.1",
        "x | a\\nb",
        "x | a\\rb",
        "x | a\\0b",
        "x\\r\\ny | a",
        "x: y | a",
        "X-Upper | a",
        "x y | a",
        "'' | a",
        "connection | close",
        "transfer-encoding | chunked",
        "keep-alive | 5",
        "upgrade | h2c",
        "proxy-connection | close",
        "te | gzip",
        "content-length | 5",
        "content-length | +0",
        "content-length | 0\\r\\nx: y",
        ":path | /f/other",
        ":method | POST",
        ":authority | b.example",
        ":status | 200",
        ":unknown | a",
        "host | b.example",
        "host | a.example\\r\\nx: y"
      })
  void aFieldThatCannotCrossEndsTheStream(String name, String value) throws IOException {
    refused(RawH2Client.request("GET", "/f", new Field(written(name), written(value))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GE T | /f",
        "GET /f HTTP/1.1\\r\\nx: y\\r\\n\\r\\nGET | /f",
        "'' | /f",
        "GET | /f HTTP/1.1\\r\\nx: y\\r\\n\\r\\nGET /f",
        "GET | /f\\0",
        "GET | /f g",
        "GET | f",
        "GET | http://a.example/f",
        "GET | *",
        "GET | ''",
        "CONNECT | /f"
      })
  void aLineThatCannotBeWrittenEndsTheStream(String method, String path) throws IOException {
    refused(RawH2Client.request(written(method), written(path)));
  }

  private static String written(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
  }

  private static void refused(List<Field> fields) throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter("", target.port());
        RawH2Client client = new RawH2Client(router.port())) {
      assertThat(status(client, fields)).isIn(0, 400, 405);
      assertThat(target.hits()).isZero();
    }
  }

  /** The status, or 0 for a stream that was reset or whose connection ended. */
  private static int status(RawH2Client client, List<Field> fields) {
    try {
      Answer answer = client.exchange(1, fields);
      return answer.status();
    } catch (IOException e) {
      return 0;
    }
  }

  @Test
  void dataThatIsNotAsLongAsItSaidEndsTheStream() throws IOException {
    try (StubTarget target =
            new StubTarget(request -> request.body().onSuccess(request.response()::end));
        RunningRouter router = new RunningRouter("", target.port())) {
      for (String data : List.of("ab", "abcd")) {
        try (RawH2Client client = new RawH2Client(router.port())) {
          client.head(1, false, RawH2Client.request("PUT", "/f", new Field("content-length", "3")));
          client.data(1, true, data);
          assertThat(client.answer(1).status()).isZero();
        }
      }
      assertThat(target.hits()).isZero();
    }
  }

  /** By chance, from a seed: what arrives is one request, as {@link StrictRequest} reads it. */
  @Test
  void whateverIsPutIntoAHeadATargetGetsRequests() throws Exception {
    long seed = Long.getLong("wayfare.seed", 1);
    System.out.println("malformed streams of the seed " + seed);
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    AtomicInteger arrived = new AtomicInteger();
    int sound = 0;
    try (StrictTarget target =
            new StrictTarget(
                means -> {
                  arrived.incrementAndGet();
                  if (means.contains("inside")) {
                    wrong.add(means);
                  }
                },
                wrong::add);
        RunningRouter router = new RunningRouter("", target.port())) {
      RandomGenerator random = new SplittableRandom(seed);
      for (int i = 0; i < 1_000; i++) {
        try (RawH2Client client = new RawH2Client(router.port())) {
          int status = status(client, damaged(random));
          assertThat(status).as("request %s of seed %s", i, seed).isIn(0, 200, 400, 404, 405, 501);
          sound += status == 200 ? 1 : 0;
        }
      }
    }
    assertThat(wrong).as("seed " + seed).isEmpty();
    assertThat(arrived.get()).as("seed " + seed).isEqualTo(sound);
    assertThat(sound).isLessThan(500);
  }

  private static List<Field> damaged(RandomGenerator random) {
    List<Field> fields =
        new ArrayList<>(RawH2Client.request("GET", "/f/a", new Field("x-one", "1")));
    int at = random.nextInt(fields.size());
    Field field = fields.get(at);
    boolean isName = random.nextInt(4) == 0;
    String text = isName ? field.name() : field.value();
    int where = random.nextInt(text.length() + 1);
    String part =
        random.nextInt(4) == 0
            ? String.valueOf((char) random.nextInt(256))
            : PARTS.get(random.nextInt(PARTS.size()));
    String put = text.substring(0, where) + part + text.substring(where);
    fields.set(at, isName ? new Field(put, field.value()) : new Field(field.name(), put));
    return fields;
  }
}
