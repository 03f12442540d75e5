package dev.wayfare.shim.host;

import dev.wayfare.shim.Headers;
import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.abi.AbiDetector;
import dev.wayfare.shim.abi.Answer;
import dev.wayfare.shim.abi.NextHandler;
import dev.wayfare.shim.abi.Service;
import dev.wayfare.shim.capability.HostSources;
import dev.wayfare.shim.engine.ModuleImage;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/**
 * A pool of guests as {@link FunctionHost} has one, without the threads between it and a caller.
 */
public final class PoolOfOne implements AutoCloseable {
  /** What is asked of the guests. */
  public static final Invocation HELLO =
      Invocation.builder()
          .target("/hello?name=Ada")
          .headers(Headers.EMPTY.with("host", "example.com").with("x-name", "Ada"))
          .build();

  private final HostConfig config = HostConfig.DEFAULT;
  private final FunctionLog log = new FunctionLog(line -> {}, Clock.systemUTC(), config);
  private final GuestThreads threads = new GuestThreads(config.limits(), System::nanoTime);
  private final GuestFactory factory;
  private final GuestPool pool;

  /** A pool with one guest ready, which is put back after each request. */
  public PoolOfOne(ModuleImage image) {
    factory =
        new GuestFactory(
            image,
            AbiDetector.require(image.name(), image.description()),
            new Service(image.name(), config, NextHandler.NOT_FOUND),
            new HostSources(Clock.systemUTC(), System::nanoTime, new SecureRandom()),
            () -> log.open("init", Map.of()));
    pool = new GuestPool(factory, config.limits(), threads, log);
    pool.prime();
    if (!(factory.renewal() instanceof Renewal.Reset)) {
      throw new IllegalStateException(factory.renewal().text());
    }
  }

  /** Leases a guest, lets it answer and puts it back. */
  public Answer serve() {
    var turn = new Turn(pool, config.limits(), HELLO, () -> log.open("request", Map.of()));
    Answer answer = turn.take();
    turn.end();
    return answer;
  }

  /** Another guest, in nobody's pool. */
  LeasedGuest another() {
    return factory.make();
  }

  /** Puts it back, once it has served a request. */
  void serveAndPutBack(LeasedGuest guest) {
    Answer _ = guest.serve(HELLO, log.open("request", Map.of()));
    if (!(factory.renewal() instanceof Renewal.Reset reset) || !guest.putBack(reset.snapshot())) {
      throw new IllegalStateException("the guest was not put back");
    }
  }

  @Override
  public void close() {
    threads.close();
    pool.close();
  }
}
