package dev.wayfare.packager.hostile;

import static dev.wayfare.packager.hostile.HostileGuest.get;
import static dev.wayfare.packager.hostile.HostileGuest.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.InvocationResult.Origin;
import dev.wayfare.shim.host.FunctionHost;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each bad ending has its status, its reason and its blame, and the next request is served. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class BadEndingsTest {
  private static final int ROUNDS = 1000;
  private static final long MOST_GROWTH_BYTES = 64 << 20;

  private QuietLog log;

  @BeforeEach
  void quieten() {
    log = QuietLog.keeping();
  }

  @AfterEach
  void end() throws InterruptedException {
    log.close();
    HostThreads.awaitNone();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          HANDLER ; l ; 504 ; host  ; the guest was stopped at its deadline of 400 ms
          HANDLER ; f ; 504 ; host  ; the guest was stopped at its deadline of 400 ms
          HANDLER ; c ; 504 ; host  ; the guest was stopped at its deadline of 400 ms
          HANDLER ; r ; 504 ; host  ; the guest was stopped at its deadline of 400 ms
          HANDLER ; o ; 504 ; host  ; the guest was stopped at its deadline of 400 ms
          HANDLER ; p ; 504 ; host  ; the guest was stopped at its deadline of 400 ms
          HANDLER ; z ; 504 ; host  ; the guest was stopped at its deadline of 400 ms
          COMMAND ; l ; 504 ; host  ; the guest was stopped at its deadline of 400 ms
          COMMAND ; f ; 504 ; host  ; the guest was stopped at its deadline of 400 ms
          COMMAND ; c ; 504 ; host  ; the guest was stopped at its deadline of 400 ms
          COMMAND ; r ; 504 ; host  ; the guest was stopped at its deadline of 400 ms
          COMMAND ; o ; 504 ; host  ; the guest was stopped at its deadline of 400 ms
          COMMAND ; p ; 504 ; host  ; the guest was stopped at its deadline of 400 ms
          """)
  void aGuestThatNeverEndsIsEndedAtItsDeadline(
      HostileGuest guest, char kind, int status, String fault, String reason) {
    try (FunctionHost host = guest.host(HostileGuest.limits().deadline(Duration.ofMillis(400)))) {
      requireFailure(host, kind, status, fault, "(" + reason + "|the deadline of 400 ms passed)");
      requireAlive(host);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          HANDLER ; t ; 500 ; the guest trapped: .*
          HANDLER ; x ; 500 ; the guest ended with exit code 7
          HANDLER ; d ; 500 ; the guest called too deep for its stack of 524288 bytes
          HANDLER ; i ; 500 ; the guest called too deep for its stack of 524288 bytes
          HANDLER ; h ; 500 ; the guest (called too deep for its stack of 524288 bytes|trapped: .*)
          HANDLER ; b ; 502 ; the guest wrote a response longer than the limit of 6291456 bytes
          HANDLER ; n ; 502 ; the guest's response has more than the limit of 256 fields
          HANDLER ; v ; 502 ; the fields of the guest's response are longer than the limit of 65536 bytes
          HANDLER ; q ; 502 ; the guest's request has more than the limit of 256 fields
          HANDLER ; w ; 500 ; the guest trapped: .*
          HANDLER ; y ; 500 ; handle_request returned next=7, which is neither 0 nor 1
          COMMAND ; t ; 500 ; the guest trapped: .*
          COMMAND ; x ; 500 ; the guest ended with exit code 7
          COMMAND ; d ; 500 ; the guest called too deep for its stack of 524288 bytes
          COMMAND ; i ; 500 ; the guest called too deep for its stack of 524288 bytes
          COMMAND ; h ; 500 ; the guest (called too deep for its stack of 524288 bytes|trapped: .*)
          COMMAND ; b ; 502 ; the guest wrote more than the limit of 6291456 bytes to its standard output
          COMMAND ; n ; 502 ; .*it has more than the limit of 256 fields
          COMMAND ; v ; 502 ; .*its headers are longer than 65536 bytes
          COMMAND ; w ; 500 ; the guest trapped: .*
          """)
  void aGuestThatGoesTooFarIsToldWhy(HostileGuest guest, char kind, int status, String reason) {
    try (FunctionHost host = guest.host(HostileGuest.limits())) {
      requireFailure(host, kind, status, "guest", reason);
      requireAlive(host);
      requireFailure(host, kind, status, "guest", reason);
      requireAlive(host);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGuestThatTakesAllMemoryGetsItsLimitAndGivesItBack(HostileGuest guest) {
    try (FunctionHost host = guest.host(HostileGuest.limits())) {
      for (int i = 0; i < 50; i++) {
        assertThat(get(host, "/m/0").status()).isEqualTo(200);
        requireAlive(host);
      }
      assertThat(host.figures().madeGuests()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"99, 500", "100, 502", "101, 502", "199, 502", "600, 502", "999, 502", "1000, 500"})
  void aStatusThatIsNoFinalOneIsTheGuestsFault(int chosen, int answered) {
    try (FunctionHost host = HostileGuest.HANDLER.host(HostileGuest.limits())) {
      InvocationResult result = get(host, "/s/" + chosen);
      assertThat(result.status()).isEqualTo(answered);
      assertThat(meter(result)).contains("origin=shim, fault=guest");
      requireAlive(host);
    }
  }

  @ParameterizedTest
  @CsvSource({"2", "3", "2147483647", "4294967295", "18446744073709551615"})
  void aNextThatIsNeitherZeroNorOneIsTheGuestsFault(String next) {
    try (FunctionHost host = HostileGuest.HANDLER.host(HostileGuest.limits())) {
      InvocationResult result = get(host, "/y/" + next);
      assertThat(result.status()).isEqualTo(500);
      assertThat(meter(result)).contains("origin=shim, fault=guest");
      requireAlive(host);
    }
  }

  @ParameterizedTest
  @EnumSource
  void guestsThatTrapWithMuchMemoryLeaveNoneBehind(HostileGuest guest) {
    log.close();
    log = QuietLog.forgetting();
    try (FunctionHost host = guest.host(HostileGuest.limits())) {
      requireAlive(host);
      long before = usedHeapBytes();
      for (int i = 0; i < ROUNDS; i++) {
        assertThat(get(host, "/w/0").status()).isEqualTo(500);
      }
      assertThat(usedHeapBytes() - before).isLessThan(MOST_GROWTH_BYTES);
      requireAlive(host);
      // Where a request comes before the refill and makes its own guest, that one is too many when
      // it comes back sound, as two did here.
      assertThat(host.figures().discardedGuests()).isBetween((long) ROUNDS, ROUNDS + 2L);
    }
  }

  private void requireFailure(
      FunctionHost host, char kind, int status, String fault, String reason) {
    log.forget();
    InvocationResult result = get(host, "/" + kind + "/7");
    assertThat(result.status()).as("%s %s", kind, log.lines()).isEqualTo(status);
    assertThat(result.origin()).isEqualTo(Origin.SHIM);
    assertThat(meter(result)).contains("origin=shim, fault=" + fault);
    assertThat(text(result)).startsWith("the function failed, and its log says why (request ");
    assertThat(log.lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "request=[0-9a-f]{32} source=host status="
                            + status
                            + " text=\""
                            + reason
                            + '"'));
  }

  private static void requireAlive(FunctionHost host) {
    InvocationResult result = get(host, "/e/77");
    assertThat(result.status()).isEqualTo(200);
    assertThat(text(result)).isEqualTo(String.format(Locale.ROOT, "%016x ", 77));
  }

  private static String meter(InvocationResult result) {
    return result.headers().first("wayfare-meter").orElseThrow();
  }

  private static long usedHeapBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
