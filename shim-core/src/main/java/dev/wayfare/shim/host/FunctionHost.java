package dev.wayfare.shim.host;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.InvocationResult.Origin;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.abi.Abi;
import dev.wayfare.shim.abi.AbiDetector;
import dev.wayfare.shim.abi.Answer;
import dev.wayfare.shim.abi.Answer.Fault;
import dev.wayfare.shim.abi.Wagi;
import dev.wayfare.shim.engine.Guests;
import dev.wayfare.shim.engine.InvalidModuleException;
import dev.wayfare.shim.engine.ModuleImage;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Runs one module for whichever cloud stands in front: the one way in for every shim. Safe for use
 * by many threads at once.
 *
 * <pre>{@code
 * try (var host = FunctionHost.ofClassPath(loader, System.getenv())) {
 *   InvocationResult result = host.invoke(Invocation.builder().target("/hello?name=Ada").build());
 * }
 * }</pre>
 */
public final class FunctionHost implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.wayfare.function");
  private static final int LONGEST_ID = 128;

  private final ModuleImage image;
  private final Limits limits;
  private final Abi abi;
  private final GuestThreads threads;
  private final Random random;
  private final LongSupplier ticker;
  private final PeakMemory peakMemory;
  private final long initMillis;
  private final AtomicBoolean called = new AtomicBoolean();
  private final AtomicInteger underWay = new AtomicInteger();

  /**
   * A host for one module.
   *
   * @param image the compiled module
   * @param limits the bounds
   * @param clock the time of day, for guests and for {@code init-ms}
   * @param ticker nanoseconds from any origin, as {@link System#nanoTime}
   * @param random what guests draw from, and request ids
   * @param startedAt when this process started
   * @throws InvalidModuleException if the module cannot be served here, and why
   */
  public FunctionHost(
      ModuleImage image,
      Limits limits,
      Clock clock,
      LongSupplier ticker,
      Random random,
      Instant startedAt) {
    AbiDetector.requireServed(image.name(), image.description());
    this.image = image;
    this.limits = limits;
    this.abi = new Wagi(new Guests(image, limits, clock, random), image.name());
    this.threads = new GuestThreads(limits);
    this.random = random;
    this.ticker = ticker;
    this.peakMemory = new PeakMemory(ticker);
    this.initMillis = Math.max(0, Duration.between(startedAt, clock.instant()).toMillis());
  }

  /**
   * The host for the one module on a class path, with the system's clock and randomness and with
   * limits from the environment ({@link Limits#fromEnvironment}).
   *
   * @throws InvalidModuleException if there is no module or it cannot be served, and why
   * @throws IllegalArgumentException if a limit is wrong, naming the variable
   */
  public static FunctionHost ofClassPath(ClassLoader loader, Map<String, String> environment) {
    var clock = Clock.systemUTC();
    Instant startedAt = ProcessHandle.current().info().startInstant().orElseGet(clock::instant);
    return new FunctionHost(
        ModuleImage.load(loader),
        Limits.fromEnvironment(environment),
        clock,
        System::nanoTime,
        new SecureRandom(),
        startedAt);
  }

  /** The module this host runs. */
  public ModuleImage image() {
    return image;
  }

  /** The bounds this host keeps; a shim need not read more of a body than they allow. */
  public Limits limits() {
    return limits;
  }

  /**
   * Runs one request to its end. Never throws for what a guest or a caller did: a failure is a
   * result with {@link Origin#SHIM}, an id in its body, and the reason under that id in the log.
   */
  public InvocationResult invoke(Invocation invocation) {
    long start = ticker.getAsLong();
    int overlapping = underWay.getAndIncrement();
    try {
      String id = id(invocation);
      Answer answer = serve(invocation, id);
      return result(invocation, id, answer, start, overlapping);
    } finally {
      underWay.decrementAndGet();
    }
  }

  /**
   * The answer where a platform cannot carry a request to the guest or the guest's answer back.
   *
   * @param status 400–499 where the request was at fault, 502 where this platform cannot carry it
   *     or its answer, 503 where there is no room for it now
   * @param reason one clause, for the log and the caller
   */
  public InvocationResult refuse(int status, String reason) {
    var nobody = Invocation.builder().build();
    Fault fault = status < 500 ? Fault.CALLER : status == 502 ? Fault.CARRIER : Fault.HOST;
    var answer = new Answer.Failed(status, fault, reason);
    return result(nobody, id(nobody), answer, ticker.getAsLong(), underWay.get());
  }

  /** Lets invocations under way end, for a few seconds, then ends them. */
  @Override
  public void close() {
    threads.close();
  }

  private Answer serve(Invocation invocation, String id) {
    if (invocation.body().length() > limits.requestBytes()) {
      return new Answer.Failed(
          413,
          Fault.CALLER,
          "the request body is larger than the limit of " + limits.requestBytes() + " bytes");
    }
    try {
      GuestThreads.Outcome<Answer> outcome =
          threads.call(
              () -> abi.serve(invocation, line -> LOG.log(Level.INFO, "[" + id + "] " + line)));
      return switch (outcome) {
        case GuestThreads.Outcome.Done<Answer>(Answer answer) -> answer;
        case GuestThreads.Outcome.DeadlinePassed<Answer>() ->
            new Answer.Failed(
                504, Fault.HOST, "the deadline of " + limits.deadline().toMillis() + " ms passed");
        case GuestThreads.Outcome.Rejected<Answer>() ->
            new Answer.Failed(503, Fault.HOST, "all guests are busy and the queue is full");
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Failed(503, Fault.HOST, "the host is shutting down");
    } catch (ExecutionException e) {
      LOG.log(Level.ERROR, "[" + id + "] the host failed", e.getCause());
      return new Answer.Failed(500, Fault.HOST, "the host failed: " + e.getCause());
    }
  }

  private InvocationResult result(
      Invocation invocation, String id, Answer answer, long start, int overlapping) {
    return switch (answer) {
      case Answer.Answered(int status, var headers, var body) ->
          metered(
              status,
              headers
                  .withoutHopByHop()
                  .without(
                      name ->
                          name.startsWith(Invocation.PRIVATE_FIELD_PREFIX)
                              || name.equals("content-length")),
              hasContent(invocation.method(), status) ? body : Body.EMPTY,
              Optional.empty(),
              start,
              overlapping);
      case Answer.Failed(int status, var fault, String reason) -> {
        LOG.log(Level.WARNING, "[" + id + "] " + status + ": " + reason);
        yield metered(
            status,
            Headers.EMPTY.with("content-type", "text/plain; charset=utf-8"),
            hasContent(invocation.method(), status) ? explanation(status, reason, id) : Body.EMPTY,
            Optional.of(fault),
            start,
            overlapping);
      }
    };
  }

  private InvocationResult metered(
      int status, Headers headers, Body body, Optional<Fault> fault, long start, int overlapping) {
    var meter =
        new MeterField(
            fault,
            (ticker.getAsLong() - start) / 1000,
            called.compareAndSet(false, true) ? OptionalLong.of(initMillis) : OptionalLong.empty(),
            peakMemory.bytes(),
            overlapping,
            image.sha256());
    return new InvocationResult(
        status,
        headers.with(MeterField.NAME, meter.value()),
        body,
        fault.isEmpty() ? Origin.GUEST : Origin.SHIM);
  }

  /** What the caller may know: its own mistakes in full, a guest's inner state not at all. */
  private static Body explanation(int status, String reason, String id) {
    String text = status < 500 ? reason : "the function failed, and its log says why";
    return Body.utf8(text + " (request " + id + ")\n");
  }

  /** RFC 9110 §6.4.1, §9.3.2: these have no content whatever the guest wrote. */
  private static boolean hasContent(String method, int status) {
    return !method.equals("HEAD") && status != 204 && status != 304;
  }

  private String id(Invocation invocation) {
    return invocation
        .headers()
        .first("x-request-id")
        .filter(id -> !id.isEmpty() && id.length() <= LONGEST_ID)
        .filter(id -> id.chars().allMatch(c -> c > ' ' && c < 0x7f))
        .orElseGet(this::newId);
  }

  private String newId() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
