package dev.wayfare.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Clients of several routers, behind what a load balancer does: it looks at each router now and
 * then, sends to those that said they are ready, and a safe request whose connection broke to the
 * next one.
 */
final class ReplicaLoad {
  static final int CLIENTS = 6;

  /** Between two looks at the same router. */
  static final Duration LOOKS = Duration.ofMillis(100);

  private static final int BYTES = 1_000;
  private static final Duration PAUSE = Duration.ofMillis(4);
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Replica> replicas;
  private final List<Thread> threads = new ArrayList<>();
  private final ReadWriteLock gate = new ReentrantReadWriteLock(true);
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final Queue<String> lost = new ConcurrentLinkedQueue<>();
  private volatile boolean isUnsafe;
  private volatile boolean isOver;

  /** Load for {@code replicas}, which do not change from its {@link #begin} on. */
  ReplicaLoad(List<Replica> replicas) {
    this.replicas = replicas;
  }

  void begin() {
    for (int i = 0; i < CLIENTS; i++) {
      threads.add(Thread.ofVirtual().start(this::send));
    }
    threads.add(Thread.ofVirtual().start(this::look));
  }

  private void look() {
    while (!isOver) {
      try {
        for (Replica replica : replicas) {
          replica.look();
        }
      } catch (InterruptedException e) {
        return;
      }
      LockSupport.parkNanos(LOOKS.toNanos());
    }
  }

  private void send() {
    while (!isOver) {
      gate.readLock().lock();
      try {
        if (isUnsafe) {
          sendOnce();
        } else {
          sendSafely();
        }
      } catch (InterruptedException e) {
        return;
      } finally {
        gate.readLock().unlock();
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private List<Replica> inTurn() {
    List<Replica> ready = replicas.stream().filter(Replica::isReady).toList();
    int first = ready.isEmpty() ? 0 : turn.getAndIncrement() % ready.size();
    var ordered = new ArrayList<>(ready.subList(first, ready.size()));
    ordered.addAll(ready.subList(0, first));
    return ordered;
  }

  private void sendSafely() throws InterruptedException {
    var failures = new ArrayList<String>();
    for (Replica replica : inTurn()) {
      try {
        send(replica, request(replica).GET());
        return;
      } catch (IOException e) {
        failures.add(e.toString());
      }
    }
    lost.add("a GET: " + failures);
  }

  /** What may not be sent again has one router to be lost at. */
  private void sendOnce() throws InterruptedException {
    Replica replica = inTurn().getFirst();
    try {
      send(replica, request(replica).POST(BodyPublishers.ofByteArray(new byte[BYTES])));
    } catch (IOException e) {
      lost.add("a POST: " + e);
    }
  }

  private static HttpRequest.Builder request(Replica replica) {
    return HttpRequest.newBuilder(URI.create(replica.uri() + "/f/" + BYTES)).timeout(PATIENCE);
  }

  private void send(Replica replica, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200 || answer.body().length != BYTES) {
      lost.add(answer + " " + new String(answer.body(), StandardCharsets.UTF_8));
      return;
    }
    replica.answered();
    answered.incrementAndGet();
  }

  /** From now on only what may not be sent again. */
  void sendUnsafely() {
    isUnsafe = true;
  }

  /** Waits until so many more are answered. */
  void awaitAnswers(int more) {
    int goal = answered.get() + more;
    Await.until(PATIENCE, goal + " answers; lost " + lost, () -> answered.get() >= goal);
  }

  /** Lets what is under way end, and nothing begin while {@code quietly} runs. */
  void pause(Runnable quietly) {
    gate.writeLock().lock();
    try {
      quietly.run();
    } finally {
      gate.writeLock().unlock();
    }
  }

  /** What had no answer, or another than the target's. */
  List<String> lost() {
    return List.copyOf(lost);
  }

  /** Lets each client end the request that it is at. */
  void end() throws InterruptedException {
    isOver = true;
    for (Thread thread : threads) {
      if (!thread.join(PATIENCE)) {
        lost.add("a client did not end");
      }
    }
    client.shutdownNow();
  }
}
