package dev.wayfare.packager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.packager.compile.ModuleCompiler;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.InvocationResult.Origin;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.engine.InvalidModuleException;
import dev.wayfare.shim.engine.ModuleImage;
import dev.wayfare.shim.host.FunctionHost;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The function host with a real guest, compiled as a package holds it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GuestContractTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private ModuleImage image;
  private FunctionHost host;

  @BeforeAll
  void compile() {
    image = load(Examples.RUST.file(), Examples.RUST.wasm());
    host = host(Limits.DEFAULT);
  }

  @AfterAll
  void close() {
    host.close();
  }

  @Test
  void aRequestReachesTheGuestAndItsAnswerComesBack() {
    InvocationResult result = get(host, "/hello?name=Ada");
    assertThat(result.status()).isEqualTo(200);
    assertThat(result.origin()).isEqualTo(Origin.GUEST);
    assertThat(result.headers().first("content-type")).contains("application/json");
    assertThat(text(result)).startsWith("{\"greeting\":\"Hello, Ada!\",\"method\":\"GET\"");
  }

  @Test
  void theFirstInvocationTellsTheInitTimeAndTheNextDoesNot() {
    try (FunctionHost fresh = host(Limits.DEFAULT)) {
      assertThat(meter(get(fresh, "/hello"))).contains("init-ms=1500, ").contains("origin=guest");
      assertThat(meter(get(fresh, "/hello"))).doesNotContain("init-ms");
    }
  }

  @Test
  void aTrapIsA500WithTheRequestsIdAndTheNextRequestWorks() {
    InvocationResult result =
        host.invoke(
            Invocation.builder()
                .path("/trap")
                .headers(Headers.EMPTY.with("X-Request-Id", "id-1"))
                .build());
    assertThat(result.status()).isEqualTo(500);
    assertThat(result.origin()).isEqualTo(Origin.SHIM);
    assertThat(meter(result)).contains("origin=shim, fault=guest");
    assertThat(text(result))
        .isEqualTo("the function failed, and its log says why (request id-1)\n");
    assertThat(get(host, "/hello").status()).isEqualTo(200);
  }

  @Test
  void aRequestIdThatCouldForgeALogLineIsReplaced() {
    InvocationResult result =
        host.invoke(
            Invocation.builder()
                .path("/trap")
                .headers(Headers.EMPTY.with("X-Request-Id", "a b"))
                .build());
    assertThat(text(result)).matches("(?s).*\\(request [0-9a-f]{32}\\)\n");
  }

  @Test
  void aGuestsOwn500IsTheGuests() {
    InvocationResult result = get(host, "/status/500");
    assertThat(result.status()).isEqualTo(500);
    assertThat(result.origin()).isEqualTo(Origin.GUEST);
    assertThat(text(result)).isEqualTo("status 500\n");
  }

  @Test
  void anEndlessLoopEndsAtTheDeadline() {
    try (FunctionHost hasty = host(limits(Duration.ofMillis(200), 1 << 20))) {
      InvocationResult result = get(hasty, "/loop");
      assertThat(result.status()).isEqualTo(504);
      assertThat(meter(result)).contains("fault=host");
      assertThat(result.origin()).isEqualTo(Origin.SHIM);
    }
  }

  @Test
  void anEndlessLoopThatTouchesNoMemoryEndsAtTheDeadline() {
    requireEnd(ModuleCompiler.compile("a.wasm", WasmBytes.endlessStart(), TooLarge.REFUSED));
  }

  @Test
  void anEndlessLoopThatIsInterpretedEndsAtTheDeadline() {
    CompiledModule interpreted =
        ModuleCompiler.compile("a.wasm", WasmBytes.largeEndlessStart(), TooLarge.INTERPRETED);
    assertThat(interpreted.report().interpreted()).hasSize(1);
    requireEnd(interpreted);
  }

  /** Twice with one guest thread at most, which the first must have left for the second. */
  private static void requireEnd(CompiledModule endless) {
    try (FunctionHost hasty =
        newHost(ModuleImage.load(endless.classLoader()), limits(Duration.ofMillis(200), 1 << 20))) {
      assertThat(get(hasty, "/").status()).isEqualTo(504);
      assertThat(get(hasty, "/").status()).isEqualTo(504);
    }
  }

  @Test
  void anAnswerPastTheLimitIsABadGateway() {
    try (FunctionHost narrow = host(limits(Duration.ofSeconds(30), 1000))) {
      assertThat(get(narrow, "/bytes/2000").status()).isEqualTo(502);
      assertThat(get(narrow, "/bytes/500").status()).isEqualTo(200);
    }
  }

  @Test
  void aBodyPastTheLimitIsRefusedWithoutRunningTheGuest() {
    try (FunctionHost narrow = host(limits(Duration.ofSeconds(30), 1000))) {
      InvocationResult result = post(narrow, "/echo", Body.of(new byte[1001]));
      assertThat(result.status()).isEqualTo(413);
      assertThat(text(result)).contains("larger than the limit of 1000 bytes");
      assertThat(post(narrow, "/echo", Body.of(new byte[800])).status()).isEqualTo(200);
    }
  }

  @Test
  void aBodyOfFourMegabytesComesBackUnchanged() {
    byte[] bytes = new byte[4 << 20];
    new Random(7).nextBytes(bytes);
    assertThat(post(host, "/echo", Body.of(bytes)).body()).isEqualTo(Body.of(bytes));
  }

  @Test
  void headAndNoContentCarryNoBody() {
    assertThat(host.invoke(Invocation.builder().method("HEAD").path("/hello").build()).body())
        .isEqualTo(Body.EMPTY);
    assertThat(get(host, "/status/204").body()).isEqualTo(Body.EMPTY);
    assertThat(get(host, "/status/304").body()).isEqualTo(Body.EMPTY);
  }

  @Test
  void repeatedResponseFieldsStayApart() {
    assertThat(get(host, "/headers").headers().all("x-many")).containsExactly("a", "b");
  }

  @Test
  void aPathWithANulByteIsABadRequest() {
    try (FunctionHost fresh = host(limits(Duration.ofSeconds(30), 1 << 20))) {
      for (int i = 0; i < 5; i++) {
        assertThat(get(fresh, "/hello%00").status()).isEqualTo(400);
      }
      assertThat(fresh.figures().discardedGuests()).as("no guest saw it").isZero();
    }
  }

  @Test
  void manyCallersAtOnceEachGetTheirOwnAnswer() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var wrong = new ConcurrentLinkedQueue<String>();
      IntStream.range(0, 200)
          .forEach(
              i ->
                  callers.execute(
                      () -> {
                        InvocationResult result = get(host, "/hello?name=n" + i);
                        if (!text(result).contains("\"Hello, n" + i + "!\"")) {
                          wrong.add(i + ": " + result.status() + " " + text(result));
                        }
                      }));
      callers.shutdown();
      assertThat(callers.awaitTermination(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
      assertThat(wrong).isEmpty();
    }
  }

  @Test
  void aModuleThatNeedsMoreMemoryThanTheLimitIsRefusedBeforeAnyRequest() {
    Limits onePage = Limits.builder().memoryPages(1).build();
    assertThatThrownBy(() -> host(onePage))
        .isInstanceOf(InvalidModuleException.class)
        .hasMessageContaining("pages of memory, but the limit is 1; raise WAYFARE_MEMORY_PAGES");
  }

  @Test
  void aGuestCannotGrowPastTheLimitOnMemory() {
    Limits twentyPages = Limits.builder().memoryPages(20).build();
    try (FunctionHost small = host(twentyPages)) {
      InvocationResult result = get(small, "/bytes/4000000");
      assertThat(result.status()).isEqualTo(500);
      assertThat(meter(result)).contains("fault=guest");
      assertThat(get(small, "/bytes/4000").status()).isEqualTo(200);
    }
  }

  @Test
  void aClassPathWithoutAModuleIsSaidSo() {
    assertThatThrownBy(() -> ModuleImage.load(getClass().getClassLoader()))
        .isInstanceOf(InvalidModuleException.class)
        .hasMessageContaining("there is no compiled module here");
  }

  @Test
  void fieldsThatAreNotTheGuestsToSetAreTakenAway() {
    InvocationResult result =
        printed(
            """
            X-Kept: 1
            Wayfare-Meter: v=1, origin=guest
            Wayfare-Target: other
            Content-Length: 99
            Connection: X-Mine
            X-Mine: 1
            Transfer-Encoding: chunked

            """);
    assertThat(result.headers())
        .extracting(Header::name)
        .containsExactly("X-Kept", "x-request-id", "wayfare-meter");
    assertThat(result.headers().all("wayfare-meter"))
        .singleElement()
        .asString()
        .startsWith("v=1, origin=guest, handler-us=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "Status: 101\n\n", "X: a\rSet-Cookie: b\n\n"})
  void anAnswerThatIsNoCgiResponseIsABadGatewayAndTheGuestsFault(String output) {
    InvocationResult result = printed(output);
    assertThat(result.status()).isEqualTo(502);
    assertThat(meter(result)).contains("origin=shim, fault=guest");
  }

  private static InvocationResult printed(String output) {
    ModuleImage printing = load("printing.wasm", WasmBytes.printing(output));
    try (var host = newHost(printing, Limits.DEFAULT)) {
      return get(host, "/");
    }
  }

  @Test
  void anInterpretedModuleRunsToo() {
    ModuleImage interpreted = load("big.wasm", WasmBytes.largeStart());
    try (var big = newHost(interpreted, Limits.DEFAULT)) {
      InvocationResult result = get(big, "/");
      assertThat(result.status()).isEqualTo(502);
      assertThat(meter(result)).contains("module=\"" + interpreted.sha256() + "\"");
    }
  }

  @Test
  void aModuleThatWasSplitRunsToo() {
    ModuleImage split = load("long.wasm", WasmBytes.longStart());
    try (var big = newHost(split, Limits.DEFAULT)) {
      InvocationResult result = get(big, "/");
      assertThat(result.status()).as("an answer without a header").isEqualTo(502);
      assertThat(meter(result)).contains("fault=guest");
    }
  }

  private static ModuleImage load(String name, byte[] wasm) {
    return ModuleImage.load(ModuleCompiler.compile(name, wasm, TooLarge.INTERPRETED).classLoader());
  }

  private FunctionHost host(Limits limits) {
    return newHost(image, limits);
  }

  private static FunctionHost newHost(ModuleImage image, Limits limits) {
    return FunctionHost.builder(image)
        .config(HostConfig.DEFAULT.with(limits))
        .clock(InstantSource.fixed(START.plusMillis(1500)))
        .random(new Random(1))
        .startedAt(START)
        .build();
  }

  private static Limits limits(Duration deadline, int bodyBytes) {
    return Limits.builder()
        .deadline(deadline)
        .requestBytes(bodyBytes)
        .responseBytes(bodyBytes)
        .concurrentGuests(1)
        .queuedInvocations(1)
        .build();
  }

  private static InvocationResult get(FunctionHost host, String target) {
    return host.invoke(Invocation.builder().target(target).build());
  }

  private static InvocationResult post(FunctionHost host, String target, Body body) {
    return host.invoke(
        Invocation.builder()
            .method("POST")
            .target(target)
            .headers(Headers.of(List.of(new Header("content-type", "application/octet-stream"))))
            .body(body)
            .build());
  }

  private static String meter(InvocationResult result) {
    return result.headers().first("wayfare-meter").orElseThrow();
  }

  private static String text(InvocationResult result) {
    return new String(result.body().toByteArray(), StandardCharsets.UTF_8);
  }
}
