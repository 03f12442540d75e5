package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.StrictRequest.Parsed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand requests that were damaged by chance, from a seed. Each is answered by a status that
 * says so, or its connection is closed. One that the damage left whole, as {@link StrictRequest}
 * has it, may be forwarded, as itself and once; what is inside of one, or follows it, never is.
 */
final class MalformedRequestsTest {
  private static final int REQUESTS = 10_000;
  private static final int THREADS = 8;
  private static final int PATIENCE_MILLIS = 20_000;

  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final Map<String, AtomicInteger> meant = new ConcurrentHashMap<>();
  private final AtomicInteger whole = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  @Test
  void noneReachesATargetAsTwoOrAsAnother() throws Exception {
    long seed = Long.getLong("wayfare.seed", 1);
    System.out.println("malformed requests of the seed " + seed);
    try (StrictTarget target = new StrictTarget(this::arrived, wrong::add);
        RunningRouter router = new RunningRouter("", target.port())) {
      try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
        for (int thread = 0; thread < THREADS; thread++) {
          int first = thread;
          threads.execute(() -> run(router.port(), seed, first));
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(5, TimeUnit.MINUTES)).isTrue();
      }
      mean(StrictRequest.all(last(REQUESTS)));
      assertThat(exchange(router.port(), last(REQUESTS), false)).startsWith("HTTP/1.1 200");
    }
    System.out.println("%s whole, %s refused, %s closed".formatted(whole, refused, closed));
    assertThat(wrong).as("seed " + seed).isEmpty();
    assertThat(refused.get()).isGreaterThan(REQUESTS / 4);
    assertThat(whole.get()).isBetween(REQUESTS / 100, REQUESTS / 2);
  }

  private void arrived(String means) {
    AtomicInteger count = meant.get(means);
    if (count == null || count.decrementAndGet() < 0) {
      wrong.add("a target got what no client meant: " + shown(means));
    }
  }

  private void mean(List<Parsed> requests) {
    for (Parsed request : requests) {
      if (request instanceof Parsed.Whole it && it.mayPass()) {
        meant.computeIfAbsent(it.means(), key -> new AtomicInteger()).incrementAndGet();
      }
    }
  }

  private void run(int port, long seed, int first) {
    for (int i = first; i < REQUESTS; i += THREADS) {
      byte[] request =
          DamagedRequest.of(new SplittableRandom(seed + i), "/f/r" + i, "/f/inside" + i);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(request);
      all.writeBytes(last(i));
      List<Parsed> requests = StrictRequest.all(all.toByteArray());
      mean(requests);
      boolean isCut = requests.getLast() instanceof Parsed.Incomplete;
      try {
        judge(i, request, requests.getFirst(), exchange(port, all.toByteArray(), isCut));
      } catch (IOException | RuntimeException e) {
        wrong.add(i + ": " + e + " for " + shown(text(request)));
      }
    }
  }

  private void judge(int number, byte[] request, Parsed first, String answer) {
    if (answer.matches("(?s)(.*\n)?HTTP/1[.][01] 50[0234].*")) {
      wrong.add(number + ": " + answer + " for " + shown(text(request)));
    } else if (first instanceof Parsed.Whole it && it.mayPass()) {
      whole.incrementAndGet();
    } else if (answer.isEmpty()) {
      closed.incrementAndGet();
    } else if (answer.matches(
        "(?s)[^ ]+( [^ ]+)? (100 Continue\r\n\r\n.*|4[0-9][0-9] .*|501 .*)")) {
      refused.incrementAndGet();
    } else {
      wrong.add(number + ": " + shown(answer) + " for " + shown(text(request)));
    }
  }

  /** Sends requests in a row, and then nothing more where {@code isCut}; returns all answers. */
  private static String exchange(int port, byte[] requests, boolean isCut) throws IOException {
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(requests);
      if (isCut) {
        socket.shutdownOutput();
      }
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[8_192];
      int count = in.read(buffer);
      while (count >= 0) {
        answers.write(buffer, 0, count);
        count = in.read(buffer);
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // It was closed while something was on its way.
    }
    return text(answers.toByteArray());
  }

  /** What stands behind a request on its connection. */
  private static byte[] last(int number) {
    return bytes("GET /f/last" + number + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String shown(String text) {
    String shown = text.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
    return shown.length() > 600 ? shown.substring(0, 600) : shown;
  }
}
