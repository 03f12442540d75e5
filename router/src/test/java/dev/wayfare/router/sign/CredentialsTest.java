package dev.wayfare.router.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.MoreExecutors;
import dev.wayfare.router.HeardLog;
import dev.wayfare.router.ManualTime;
import dev.wayfare.router.config.TargetAuth;
import dev.wayfare.router.config.TargetKey;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CredentialsTest {
  private static final TargetAuth AUTH = new TargetAuth.GoogleIdToken("https://f.example");
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
  private final AtomicInteger asked = new AtomicInteger();
  private final HeardLog log = new HeardLog(Credentials.class.getName());
  private volatile Issuer issuer = () -> next(HOUR);

  /** Asks issuers on the thread that wants something, so that no test is a race. */
  private final Credentials credentials =
      new Credentials(this::issuer, time, time, MoreExecutors.newDirectExecutorService());

  private record Numbered(int number, Instant expiresAt) implements Credential {
    @Override
    public Map<String, String> fields(SignableRequest request) {
      return Map.of("n", Integer.toString(number));
    }
  }

  private Issuer issuer(TargetAuth auth) {
    return () -> {
      asked.incrementAndGet();
      return issuer.issue();
    };
  }

  private Credential next(Duration valid) {
    return new Numbered(asked.get(), time.instant().plus(valid));
  }

  @AfterEach
  void close() {
    log.close();
    credentials.close();
  }

  private int number() {
    return ((Numbered) credentials.of(AUTH).join()).number();
  }

  private void fail() {
    issuer =
        () -> {
          throw new IssuerException("it is away");
        };
  }

  @Test
  void manyThatWaitAreGivenOne() {
    CountDownLatch open = new CountDownLatch(1);
    issuer =
        () -> {
          try {
            open.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return next(HOUR);
        };
    List<CompletableFuture<Credential>> waiting = new ArrayList<>();
    try (Credentials onThreads = new Credentials(this::issuer, time, time)) {
      for (int i = 0; i < 50; i++) {
        waiting.add(onThreads.of(AUTH));
      }
      assertThat(waiting).noneMatch(CompletableFuture::isDone);
      open.countDown();
      assertThat(waiting).extracting(CompletableFuture::join).containsOnly(waiting.get(0).join());
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void theNextIsAskedForWhileTheOneBeforeIsValid() {
    assertThat(number()).isEqualTo(1);
    time.advance(Duration.ofMinutes(49));
    assertThat(number()).isEqualTo(1);
    assertThat(asked).hasValue(1);
    time.advance(Duration.ofMinutes(2));
    assertThat(number()).isEqualTo(2);
    assertThat(asked).hasValue(2);
  }

  @Test
  void anIssuersOutageIsSurvivedWhileTheLastOneIsValid() {
    assertThat(number()).isEqualTo(1);
    fail();
    time.advance(Duration.ofMinutes(51));
    assertThat(number()).isEqualTo(1);
    assertThat(asked).hasValue(2);
    time.advance(Duration.ofMinutes(8));
    assertThat(number()).isEqualTo(1);
    assertThat(asked).hasValue(3);
    time.advance(Duration.ofMinutes(1));
    assertThatThrownBy(this::number)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(IssuerException.class);
    issuer = () -> next(HOUR);
    time.advance(Duration.ofSeconds(2));
    assertThat(number()).isGreaterThan(3);
    assertThat(log.lines())
        .containsExactly(
            "there are no new identity tokens for https://f.example: it is away; those before are"
                + " used while they are valid, and after that targets that need them count as"
                + " failing",
            "there are identity tokens for https://f.example again");
  }

  @Test
  void anIssuerThatGaveNothingIsLeftAloneForASecond() {
    fail();
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(this::number).isInstanceOf(CompletionException.class);
    }
    assertThat(asked).hasValue(1);
    time.advance(Duration.ofMillis(1001));
    assertThatThrownBy(this::number).isInstanceOf(CompletionException.class);
    assertThat(asked).hasValue(2);
  }

  @Test
  void oneThatIsAboutToExpireIsNotUsed() {
    issuer = () -> next(Duration.ofSeconds(40));
    assertThat(number()).isEqualTo(1);
    time.advance(Duration.ofSeconds(11));
    assertThat(number()).isEqualTo(2);
  }

  @Test
  void aFunctionKeyIsNotAskedFor() {
    TargetKey key = new TargetKey("0123456789abcdef");
    Credential credential = credentials.of(new TargetAuth.AzureFunctionKey(key)).join();
    assertThat(
            credential.fields(
                new SignableRequest("GET", URI.create("https://a.example/"), new byte[0])))
        .containsExactly(Map.entry("x-functions-key", "0123456789abcdef"));
    assertThat(credential.toString()).doesNotContain("0123456789abcdef");
    assertThat(asked).hasValue(0);
  }
}
