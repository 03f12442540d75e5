package dev.wayfare.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clients of every kind, two of each, that send one request after the other until the end. A safe
 * request must be answered in full; any other must be answered, or its connection end.
 */
final class SoakLoad {
  private static final int CLIENTS_OF_A_KIND = 2;
  private static final int SMALL = 1_000;
  private static final int LARGE = 1_000_000;

  /** So that the machine is left some of its cores. */
  private static final Duration PAUSE = Duration.ofMillis(2);

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Pattern REQUEST_ID = Pattern.compile("x-request-id\\W+(\\w+)");
  private static final byte[] BODY = new byte[LARGE];

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI router;
  private final URI admin;
  private final List<Thread> clients = new ArrayList<>();
  private final AtomicLong requests = new AtomicLong();
  private final Queue<String> lost = new ConcurrentLinkedQueue<>();
  private volatile boolean isOver;

  /** One kind of request, with what its client does. */
  private interface Visit {
    void pay() throws IOException, InterruptedException;
  }

  SoakLoad(URI router, URI admin, SplittableRandom random) {
    this.router = router;
    this.admin = admin;
    SplittableRandom reset = random.split();
    safely("a GET", () -> whole(request(SMALL).GET()));
    safely("a POST with a key", () -> whole(keyed(SMALL, BodyPublishers.ofByteArray(BODY, 0, 99))));
    safely("a GET on a connection of its own", () -> read(SMALL, Duration.ZERO));
    safely("a slow reader", () -> read(LARGE, Duration.ofMillis(20)));
    start("a POST", () -> any(BodyPublishers.ofByteArray(BODY, 0, SMALL)));
    start("a large POST", () -> any(BodyPublishers.ofByteArray(BODY)));
    start("a chunked POST", () -> any(BodyPublishers.ofInputStream(SoakLoad::stream)));
    start("a client that resets", () -> resetAfter(draw(reset)));
  }

  private void safely(String kind, Visit visit) {
    start(
        kind,
        () -> {
          try {
            visit.pay();
          } catch (IOException e) {
            lost.add(kind + ": " + e + "; " + explained(String.valueOf(e.getMessage())));
          }
        });
  }

  /** What the router says of a request, at once, before it is forgotten. */
  private String explained(String answer) throws IOException, InterruptedException {
    Matcher id = REQUEST_ID.matcher(answer);
    if (!id.find()) {
      return "nothing is known of its way";
    }
    HttpRequest question =
        HttpRequest.newBuilder(admin.resolve("/decisions/" + id.group(1)))
            .timeout(PATIENCE)
            .build();
    return client.send(question, BodyHandlers.ofString()).body();
  }

  private void start(String kind, Visit visit) {
    for (int i = 0; i < CLIENTS_OF_A_KIND; i++) {
      clients.add(Thread.ofVirtual().name(kind).start(() -> repeat(visit)));
    }
  }

  private void repeat(Visit visit) {
    while (!isOver) {
      try {
        visit.pay();
      } catch (IOException e) {
        // What is not safe to send again may fail.
      } catch (InterruptedException e) {
        return;
      }
      requests.incrementAndGet();
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private HttpRequest.Builder request(int bytes) {
    return HttpRequest.newBuilder(URI.create(router + "/f/" + bytes)).timeout(PATIENCE);
  }

  private HttpRequest.Builder keyed(int bytes, BodyPublisher body) {
    return request(bytes).header("idempotency-key", "\"" + requests.get() + "\"").POST(body);
  }

  private void whole(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200 || answer.body().length != SMALL) {
      throw new IOException(answer + " with " + answer.headers().map());
    }
  }

  private void any(BodyPublisher body) throws IOException, InterruptedException {
    client.send(request(SMALL).POST(body).build(), BodyHandlers.discarding());
  }

  /** Of a length that the client does not know beforehand. */
  private static InputStream stream() {
    return new ByteArrayInputStream(BODY, 0, LARGE / 4);
  }

  private Socket open() throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(1 << 14); // Or the system takes a large answer in at once.
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.connect(new InetSocketAddress(router.getHost(), router.getPort()));
    return socket;
  }

  /** Reads an answer with a pause between each sixteenth of it. */
  private void read(int bytes, Duration pause) throws IOException {
    try (Socket socket = open()) {
      send(socket, "GET /f/" + bytes + " HTTP/1.1\r\nHost: f\r\nConnection: close\r\n\r\n");
      InputStream in = socket.getInputStream();
      String status = SoakTarget.line(in);
      var fields = new StringJoiner(", ");
      for (String line = SoakTarget.line(in); !line.isEmpty(); line = SoakTarget.line(in)) {
        fields.add(line);
      }
      long read = 0;
      for (int part = 0; part <= 16; part++) {
        read += in.readNBytes(bytes / 16 + 1).length;
        LockSupport.parkNanos(pause.toNanos());
      }
      if (!status.contains(" 200 ") || read != bytes) {
        throw new IOException(status + " with " + read + " bytes, " + fields);
      }
    }
  }

  private static int draw(SplittableRandom random) {
    synchronized (random) {
      return random.nextInt(3);
    }
  }

  /** Goes away in the middle of a head, of a body, or of an answer. */
  private void resetAfter(int part) throws IOException {
    try (Socket socket = open()) {
      switch (part) {
        case 0 -> send(socket, "GET /f/1 HTTP/1.1\r\nHo");
        case 1 -> send(socket, "POST /f/1 HTTP/1.1\r\nHost: f\r\nContent-Length: 9\r\n\r\n1234");
        default -> {
          send(socket, "GET /f/" + LARGE + " HTTP/1.1\r\nHost: f\r\n\r\n");
          socket.getInputStream().readNBytes(SMALL);
        }
      }
      SoakTarget.reset(socket);
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** All that were sent so far. */
  long requests() {
    return requests.get();
  }

  /** Safe requests that were not answered as they had to be. */
  List<String> lost() {
    return List.copyOf(lost);
  }

  /** Lets each client end the request that it is at. */
  void end() throws InterruptedException {
    isOver = true;
    for (Thread thread : clients) {
      if (!thread.join(PATIENCE)) {
        lost.add(thread.getName() + " did not end");
      }
    }
    client.shutdownNow();
  }
}
