package dev.wayfare.shim.host;

import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.InvocationResult.Origin;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.abi.Abi;
import dev.wayfare.shim.abi.AbiDetector;
import dev.wayfare.shim.abi.Answer;
import dev.wayfare.shim.abi.Answer.Fault;
import dev.wayfare.shim.abi.Endings;
import dev.wayfare.shim.abi.NextHandler;
import dev.wayfare.shim.abi.Service;
import dev.wayfare.shim.capability.HostSources;
import dev.wayfare.shim.engine.Ending;
import dev.wayfare.shim.engine.InvalidModuleException;
import dev.wayfare.shim.engine.ModuleImage;
import dev.wayfare.shim.event.FunctionEvent;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs one module for whichever cloud stands in front: the one way in for every shim. Safe for use
 * by many threads at once, virtual ones too.
 *
 * <pre>{@code
 * try (var host = FunctionHost.builder(loader, System.getenv()).build()) {
 *   InvocationResult result = host.invoke(Invocation.builder().target("/hello?name=Ada").build());
 * }
 * }</pre>
 */
public final class FunctionHost implements AutoCloseable {
  private static final Answer SHUTTING_DOWN =
      new Answer.Failed(503, Fault.HOST, "the host is shutting down");

  private final ModuleImage image;
  private final Abi abi;
  private final Limits limits;
  private final Admission admission;
  private final String eventTarget;
  private final GuestFactory factory;
  private final GuestPool pool;
  private final GuestThreads threads;
  private final FunctionLog log;
  private final RequestIds ids;
  private final Results results;
  private final LongSupplier ticker;
  private final Waits waits = new Waits();
  private final AtomicInteger underWay = new AtomicInteger();

  private FunctionHost(Builder builder) {
    this.image = builder.image;
    this.abi = AbiDetector.require(image.name(), image.description());
    this.limits = builder.config.limits();
    this.admission = new Admission(builder.config.callers(), limits);
    this.eventTarget = builder.config.eventTarget();
    this.ids = new RequestIds(builder.random);
    this.ticker = builder.ticker;
    this.log = new FunctionLog(builder.sink(), builder.clock, builder.config);
    this.factory =
        new GuestFactory(
            image,
            abi,
            new Service(image.name(), builder.config, builder.next),
            new HostSources(builder.clock, ticker, builder.random),
            () -> log.open("init", Map.of()));
    // Only now, when the module can be served: threads that nobody closes would live on.
    this.threads = new GuestThreads(limits, ticker);
    this.pool = new GuestPool(factory, limits, threads, log);
    try {
      prime();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
    this.results =
        new Results(
            image.sha256(),
            Duration.between(builder.startedAt, builder.clock.instant()),
            ticker,
            log);
  }

  /** Collects what a host is made of; all but the module has a default. */
  public static final class Builder {
    private final ModuleImage image;
    private HostConfig config = HostConfig.DEFAULT;
    private InstantSource clock = Clock.systemUTC();
    private LongSupplier ticker = System::nanoTime;
    private RandomGenerator random = new SecureRandom();
    private Instant startedAt = clock.instant();
    private NextHandler next = NextHandler.NOT_FOUND;
    private @Nullable LogSink sink;

    private Builder(ModuleImage image) {
      this.image = image;
    }

    /** Sets bounds, grants and isolation; default {@link HostConfig#DEFAULT}. */
    public Builder config(HostConfig config) {
      this.config = config;
      return this;
    }

    /** Sets the time of day, for guests and for {@code init-ms}; default the system's. */
    public Builder clock(InstantSource clock) {
      this.clock = clock;
      return this;
    }

    /** Sets the source of nanoseconds, as {@link System#nanoTime}, which is the default. */
    public Builder ticker(LongSupplier ticker) {
      this.ticker = ticker;
      return this;
    }

    /** Sets what guests and request ids draw from; default {@link SecureRandom}. */
    public Builder random(RandomGenerator random) {
      this.random = random;
      return this;
    }

    /** Sets when this process started; default now. */
    public Builder startedAt(Instant startedAt) {
      this.startedAt = startedAt;
      return this;
    }

    /** Sets what answers the requests that guests pass on; default 404 to all. */
    public Builder next(NextHandler next) {
      this.next = next;
      return this;
    }

    /** Sets where its log goes; default the system's logger "dev.wayfare.function". */
    public Builder log(LogSink sink) {
      this.sink = sink;
      return this;
    }

    /**
     * The system's loggers take a while to load, so they are left alone where nothing needs them.
     */
    private LogSink sink() {
      return sink == null ? new SystemLog(System.getLogger("dev.wayfare.function")) : sink;
    }

    /**
     * The host, with one guest ready.
     *
     * @throws InvalidModuleException if the module cannot be served here, and why
     */
    public FunctionHost build() {
      return new FunctionHost(this);
    }
  }

  /** A builder of a host for one module. */
  public static Builder builder(ModuleImage image) {
    return new Builder(image);
  }

  /**
   * The host for the one module on a class path, with the files it was packaged with and the
   * system's clock and randomness, configured by environment variables ({@link
   * HostConfig#fromEnvironment}).
   *
   * @throws InvalidModuleException if there is no module or it cannot be served, and why
   * @throws IllegalArgumentException if a variable is wrong, naming it
   */
  public static FunctionHost ofClassPath(
      ClassLoader loader, Map<String, String> environment, LogSink log) {
    return builder(loader, environment).log(log).build();
  }

  /**
   * A builder of the host for the one module on a class path, as {@link #ofClassPath} makes it.
   *
   * @throws InvalidModuleException if there is no module
   * @throws IllegalArgumentException if a variable is wrong, naming it
   */
  public static Builder builder(ClassLoader loader, Map<String, String> environment) {
    ModuleImage image = ModuleImage.load(loader);
    HostConfig config = HostConfig.fromEnvironment(environment);
    var builder = builder(image).config(config.with(config.grants().withFiles(image.files())));
    ProcessHandle.current().info().startInstant().ifPresent(builder::startedAt);
    return builder;
  }

  /** The module this host runs. */
  public ModuleImage image() {
    return image;
  }

  /** The bounds this host keeps; a shim need not read more of a body than they allow. */
  public Limits limits() {
    return limits;
  }

  /** What happens to a guest between two requests, as one clause for people. */
  public String renewal() {
    return factory.renewal().text();
  }

  /** What this host does now and has done since its start. */
  public HostFigures figures() {
    return new HostFigures(
        pool.ready(),
        pool.leased(),
        pool.made(),
        pool.discarded(),
        threads.waiting(),
        waits.count(),
        waits.totalNanos(),
        waits.longestNanos(),
        waits.rejections());
  }

  /**
   * Runs one request to its end. Never throws for what a guest or a caller did: a failure is a
   * result with {@link Origin#SHIM}, an id in its body, and the reason under that id in the log.
   */
  public InvocationResult invoke(Invocation invocation) {
    return serve(invocation, admission::refusal);
  }

  /**
   * Hands an event of the platform to a guest, which takes it by answering 2xx.
   *
   * @param logFields as {@link Invocation#logFields}
   * @return why the event was not taken, as one clause; empty if it was
   */
  public Optional<String> deliver(FunctionEvent event, Map<String, String> logFields) {
    InvocationResult result =
        serve(event.invocation(eventTarget, logFields), nobodyCalls -> Optional.empty());
    if (result.status() >= 200 && result.status() < 300) {
      return Optional.empty();
    }
    String reason = "the function answered the event with " + result.status();
    log.notTaken(event, reason, logFields);
    return Optional.of(reason);
  }

  /**
   * Throws away guests that are ready but not put back to a snapshot, and makes others: for a
   * process that many others went on from, all with the same memory, since a guest may have drawn
   * randomness or read a clock as it started. No invocation may be under way.
   */
  public void renewGuests() {
    pool.renew();
  }

  private InvocationResult serve(
      Invocation invocation, Function<Invocation, Optional<Answer.Failed>> refusal) {
    int overlapping = underWay.getAndIncrement();
    try {
      var arrival = new Arrival(invocation, ids.of(invocation), ticker.getAsLong(), overlapping);
      Optional<Answer.Failed> refused = refusal.apply(invocation);
      return results.of(refused.isPresent() ? refused.get() : admit(arrival), arrival);
    } finally {
      underWay.decrementAndGet();
    }
  }

  private Answer admit(Arrival arrival) {
    try {
      return serve(arrival.with(admission.admitted(arrival.invocation(), arrival.id())));
    } catch (IllegalArgumentException e) {
      return new Answer.Failed(400, Fault.CALLER, "this is no request: " + e.getMessage());
    }
  }

  /**
   * The answer where a platform cannot carry a request to the guest or the guest's answer back.
   *
   * @param invocation the request, as far as it is known
   * @param status 400–499 where the request was at fault, 502 where this platform cannot carry it
   *     or its answer, 503 where there is no room for it now
   * @param reason one clause, for the log and the caller
   */
  public InvocationResult refuse(Invocation invocation, int status, String reason) {
    Fault fault = status < 500 ? Fault.CALLER : status == 502 ? Fault.CARRIER : Fault.HOST;
    var answer = new Answer.Failed(status, fault, reason);
    return results.of(
        answer, new Arrival(invocation, ids.of(invocation), ticker.getAsLong(), underWay.get()));
  }

  /** The same for what could not be read as a request at all. */
  public InvocationResult refuse(int status, String reason) {
    return refuse(Invocation.builder().build(), status, reason);
  }

  /** Lets invocations under way end, for a few seconds, then ends them. */
  @Override
  public void close() {
    threads.close();
    pool.close();
  }

  /** The first guest may run code of the module's, so it is made where guests run. */
  private void prime() {
    try {
      GuestThreads.Outcome<Boolean> outcome =
          threads.call(
              () -> {
                pool.prime();
                return true;
              },
              () -> {},
              ticker.getAsLong() + limits.startDeadline().toNanos());
      if (!(outcome instanceof GuestThreads.Outcome.Done<Boolean>)) {
        throw tooSlow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notReady("its start was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GuestStartException start) {
        if (start.ending() instanceof Ending.Interrupted) {
          throw tooSlow();
        }
        throw notReady(Endings.failure(start.ending(), limits).reason());
      }
      throw new IllegalStateException("the host failed", e.getCause());
    }
  }

  private InvalidModuleException tooSlow() {
    return notReady(
        "it was not done after "
            + limits.startDeadline().toMillis()
            + " ms; raise WAYFARE_START_MILLIS");
  }

  private InvalidModuleException notReady(String reason) {
    return new InvalidModuleException(image.name() + " cannot be initialised: " + reason);
  }

  private Answer serve(Arrival arrival) {
    Invocation invocation = arrival.invocation();
    var turn =
        new Turn(pool, limits, invocation, () -> log.open(arrival.id(), invocation.logFields()));
    try {
      GuestThreads.Outcome<Answer> outcome =
          threads.call(
              () -> {
                waits.waited(ticker.getAsLong() - arrival.atNanos());
                return turn.take();
              },
              turn::end,
              arrival.atNanos() + limits.deadline().toNanos());
      return answer(outcome);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return SHUTTING_DOWN;
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      log.broken(arrival, cause);
      return new Answer.Failed(500, Fault.HOST, "the host failed: " + cause);
    }
  }

  /** No switch over the types: the first one of a process takes milliseconds, in a cold start. */
  private Answer answer(GuestThreads.Outcome<Answer> outcome) {
    if (outcome instanceof GuestThreads.Outcome.Done<Answer>(Answer answer)) {
      return answer;
    }
    if (outcome instanceof GuestThreads.Outcome.DeadlinePassed<Answer>) {
      return new Answer.Failed(
          504, Fault.HOST, "the deadline of " + limits.deadline().toMillis() + " ms passed");
    }
    if (outcome instanceof GuestThreads.Outcome.Rejected<Answer>) {
      waits.rejected();
      return new Answer.Failed(503, Fault.HOST, "all guests are busy and the queue is full");
    }
    return SHUTTING_DOWN;
  }
}
