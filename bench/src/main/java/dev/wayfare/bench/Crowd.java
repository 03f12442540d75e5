package dev.wayfare.bench;

import dev.wayfare.shim.Headers;
import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.host.FunctionHost;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Twenty thousand callers at once, each on a virtual thread with several requests of its own. */
public final class Crowd {
  private static final int CALLERS = 20_000;
  private static final int REQUESTS_EACH = 20;

  private Crowd() {}

  /** Prints how many requests a second were answered, once all answers were found right. */
  public static void main(String[] arguments) throws InterruptedException {
    var config = HostConfig.DEFAULT.with(Limits.builder().queuedInvocations(CALLERS).build());
    try (var host = FunctionHost.builder(BenchModules.image("hello")).config(config).build()) {
      for (int round = 0; round < 3; round++) {
        round(host);
      }
      System.out.println(host.figures());
    }
  }

  private static void round(FunctionHost host) throws InterruptedException {
    var wrong = new AtomicInteger();
    var ready = new CountDownLatch(CALLERS);
    var go = new CountDownLatch(1);
    long begin;
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLERS; i++) {
        int caller = i;
        callers.execute(
            () -> {
              ready.countDown();
              await(go);
              for (int request = 0; request < REQUESTS_EACH; request++) {
                wrong.addAndGet(isRight(host, caller, request) ? 0 : 1);
              }
            });
      }
      ready.await();
      begin = System.nanoTime();
      go.countDown();
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        "%,d callers, %,d requests: %,.0f requests/s, %d wrong answers%n",
        CALLERS, CALLERS * REQUESTS_EACH, CALLERS * REQUESTS_EACH / seconds, wrong.get());
  }

  private static boolean isRight(FunctionHost host, int caller, int request) {
    String path = "/" + caller + "/" + request;
    InvocationResult result =
        host.invoke(
            Invocation.builder()
                .path(path)
                .headers(Headers.EMPTY.with("x-name", "caller-" + caller))
                .build());
    String body = new String(result.body().toByteArray(), StandardCharsets.UTF_8);
    return result.status() == 200
        && body.equals("hello, caller-" + caller + ", from " + path + "\n");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
