package dev.wayfare.router.prices;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;

/** Gives a feed its ticks, on a thread that may wait: at the start and then every minute. */
public final class PriceVerticle extends VerticleBase {
  private static final long TICK_MILLIS = Duration.ofMinutes(1).toMillis();

  private final PriceFeed feed;

  /** To be deployed as a worker. */
  public PriceVerticle(PriceFeed feed) {
    this.feed = feed;
  }

  @Override
  public Future<?> start() {
    vertx.setTimer(1, started -> feed.tick());
    vertx.setPeriodic(TICK_MILLIS, timer -> feed.tick());
    return Future.succeededFuture();
  }
}
