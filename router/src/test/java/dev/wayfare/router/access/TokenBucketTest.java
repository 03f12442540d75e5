package dev.wayfare.router.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.ManualTime;
import dev.wayfare.router.config.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TokenBucketTest {
  private final ManualTime time = new ManualTime(Instant.EPOCH);

  @Test
  void aBurstIsServedThenTheRate() {
    var bucket = new TokenBucket(new RateLimit(10, 3), time);
    for (int i = 0; i < 3; i++) {
      assertThat(bucket.take()).isZero();
    }
    assertThat(bucket.take()).isEqualTo(100_000_000);
    time.advance(Duration.ofMillis(99));
    assertThat(bucket.take()).isEqualTo(1_000_000);
    time.advance(Duration.ofMillis(1));
    assertThat(bucket.take()).isZero();
    assertThat(bucket.take()).isEqualTo(100_000_000);
  }

  @Test
  void aPauseGivesNoMoreThanABurst() {
    var bucket = new TokenBucket(new RateLimit(1, 2), time);
    time.advance(Duration.ofDays(400));
    assertThat(bucket.take()).isZero();
    assertThat(bucket.take()).isZero();
    assertThat(bucket.take()).isPositive();
  }

  static LongStream seeds() {
    return LongStream.of(1, 2, System.nanoTime());
  }

  /** Whatever comes when, no span has more than the burst and what the rate gives in it. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noSpanHasMoreThanItsShare(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    var limit = new RateLimit(random.nextInt(1, 1_000), random.nextInt(1, 50));
    var bucket = new TokenBucket(limit, time);
    long[] taken = new long[2_000];
    int count = 0;
    while (count < taken.length) {
      if (bucket.take() == 0) {
        taken[count++] = time.getAsLong();
      } else {
        time.advance(Duration.ofNanos(random.nextLong(2_000_000_000L / limit.perSecond())));
      }
    }
    for (int i = 0; i < count; i += 7) {
      for (int j = i; j < count; j++) {
        double share = limit.burst() + (taken[j] - taken[i]) * 1e-9 * limit.perSecond();
        assertThat((double) (j - i + 1))
            .as("seed %d", seed)
            .isLessThanOrEqualTo(share * 1.001 + 1e-6);
      }
    }
  }

  @Test
  void threadsTogetherGetTheBurstAndNoMore() throws Exception {
    var bucket = new TokenBucket(new RateLimit(1, 1_000_000), time);
    var taken = new LongAdder();
    var start = new CyclicBarrier(4);
    Callable<Void> greedy =
        () -> {
          start.await();
          for (int i = 0; i < 500_000; i++) {
            if (bucket.take() == 0) {
              taken.increment();
            }
          }
          return null;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Void> done : threads.invokeAll(Collections.nCopies(4, greedy))) {
        done.get();
      }
    }
    assertThat(taken.sum()).isEqualTo(1_000_000);
  }

  @Test
  void thoseWhoAreNotNamedTakeABoundedRoom() {
    var buckets = new TokenBuckets(new RateLimit(1, 1), time);
    for (int i = 0; i < 50_000; i++) {
      buckets.of("name " + i).take();
    }
    assertThat(buckets.size()).isLessThanOrEqualTo(10_000);
    assertThat(buckets.of("a")).isSameAs(buckets.of("a"));
  }

  @Test
  void anAddressOfIpv6CountsAsItsNetwork() {
    assertThat(Guard.network("2001:db8:1:2:3:4:5:6"))
        .isEqualTo(Guard.network("2001:db8:1:2::1"))
        .isNotEqualTo(Guard.network("2001:db8:1:3::1"));
    assertThat(Guard.network("fe80::1%eth0")).isEqualTo(Guard.network("fe80::2"));
    assertThat(Guard.network("192.0.2.1")).isNotEqualTo(Guard.network("192.0.2.2"));
    assertThat(Guard.network(null)).isEqualTo("null");
  }
}
