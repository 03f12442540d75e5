package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.FaultyTarget.Fault;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The proof that no fault of a target loses a request that can be sent again, sends one twice that
 * must not be, or changes a byte: a seeded mix of faults over real sockets, counted at both ends.
 *
 * <p>An answer whose head was passed on before it broke cannot be taken back: it is counted apart,
 * and there must be no more of those than such faults.
 */
final class FaultProofTest {
  private static final int CLIENTS = 8;
  private static final int REQUESTS_PER_CLIENT = 100;
  private static final int LARGEST_BODY = 20_000;
  private static final int STREAMED_BODY = 150_000;
  private static final double FAULTY = 0.2;

  @TempDir private static Path folder;

  private final FaultyTarget.Notes notes = new FaultyTarget.Notes();
  private final List<String> lost = Collections.synchronizedList(new ArrayList<>());
  private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger cut = new AtomicInteger();

  static LongStream seeds() {
    return LongStream.of(1, System.nanoTime());
  }

  private static Supplier<Fault> mix(SplittableRandom random) {
    Fault[] all = Fault.values();
    AtomicInteger next = new AtomicInteger();
    return () -> {
      synchronized (random) {
        boolean isFaulty = random.nextDouble() < FAULTY;
        return isFaulty ? all[1 + next.getAndIncrement() % (all.length - 1)] : Fault.NONE;
      }
    };
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noFaultLosesASafeRequestOrRepeatsAnUnsafeOneOrChangesAByte(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    ServerSocketFactory plain = ServerSocketFactory.getDefault();
    try (RawTarget noTls = new RawTarget((socket, head) -> socket.close());
        FaultyTarget expired =
            new FaultyTarget(TlsSockets.expired(folder), () -> Fault.NONE, notes);
        FaultyTarget selfSigned =
            new FaultyTarget(TlsSockets.selfSigned(folder), () -> Fault.NONE, notes);
        FaultyTarget cheap = new FaultyTarget(plain, mix(random.split()), notes);
        FaultyTarget middling = new FaultyTarget(plain, mix(random.split()), notes);
        FaultyTarget sound = new FaultyTarget(plain, () -> Fault.NONE, notes);
        RunningRouter router =
            new RunningRouter(
                """
                  try-timeout: 2s
                  retry-budget: {share: 10%, per-second: 1}
                ledger: {memory: true}
                policy: {tolerance: 100%}
                """,
                List.of(
                    "https://127.0.0.1:" + noTls.port(),
                    "https://127.0.0.1:" + expired.port(),
                    "https://127.0.0.1:" + selfSigned.port(),
                    "http://127.0.0.1:" + cheap.port(),
                    "http://127.0.0.1:" + middling.port(),
                    "http://127.0.0.1:" + sound.port()))) {
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        SplittableRandom own = random.split();
        String client = "c" + i + "-";
        clients.add(Thread.ofVirtual().start(() -> run(router, client, own)));
      }
      for (Thread client : clients) {
        assertThat(client.join(Duration.ofMinutes(2))).isTrue();
      }
    }
    String what = "seed " + seed + ", faults " + notes.faults;
    assertThat(lost).as(what).isEmpty();
    assertThat(twice()).as(what).isEmpty();
    assertThat(wrong).as(what).isEmpty();
    assertThat(notes.wrongBytes).as(what).isEmpty();
    assertThat(cut.get()).as(what).isLessThanOrEqualTo(notes.cutAnswers.get());
    assertThat(notes.faults).as(what).hasSize(Fault.values().length);
  }

  /** Unsafe requests that reached a function more than once. */
  private List<String> twice() {
    return notes.reached.entrySet().stream()
        .filter(it -> it.getKey().endsWith("unsafe") && it.getValue().get() > 1)
        .map(it -> it.getKey())
        .toList();
  }

  private void run(RunningRouter router, String client, SplittableRandom random) {
    for (int i = 0; i < REQUESTS_PER_CLIENT; i++) {
      String kind =
          List.of("GET safe", "PUT safe", "POST keyed-safe", "POST unsafe", "PUT large-unsafe")
              .get(random.nextInt(5));
      boolean isLarge = kind.contains("large");
      int length =
          kind.startsWith("GET") ? 0 : isLarge ? STREAMED_BODY : random.nextInt(LARGEST_BODY);
      byte[] body = new byte[length];
      random.nextBytes(body);
      exchange(router, kind, client + i + "-" + kind.substring(kind.indexOf(' ') + 1), body);
    }
  }

  private void exchange(RunningRouter router, String kind, String id, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(router.uri("/f"))
            .header("x-id", id)
            .header("x-sum", FaultyTarget.sum(body))
            .method(
                kind.substring(0, kind.indexOf(' ')),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    if (kind.contains("keyed")) {
      request.header("idempotency-key", "\"" + id + "\"");
    }
    try {
      HttpResponse<byte[]> answer =
          router.trySend(request, HttpResponse.BodyHandlers.ofByteArray());
      check(id, answer);
    } catch (IOException e) {
      cut.incrementAndGet();
    }
  }

  private void check(String id, HttpResponse<byte[]> answer) {
    if (answer.statusCode() == 200) {
      String sum = answer.headers().firstValue("x-sum").orElse("none");
      if (!sum.equals(FaultyTarget.sum(answer.body()))) {
        wrong.add(id + ": " + answer.headers().map() + " " + answer.body().length + " bytes");
      }
    } else if (!id.endsWith("unsafe")) {
      lost.add(id + ": " + answer.statusCode());
    }
  }
}
