package dev.wayfare.shim.abi;

import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.abi.Answer.Failed;
import dev.wayfare.shim.abi.Answer.Fault;
import dev.wayfare.shim.capability.GuestLog;
import dev.wayfare.shim.capability.GuestLog.Level;
import dev.wayfare.shim.engine.Ending;
import dev.wayfare.shim.engine.Guest;
import dev.wayfare.shim.engine.GuestTrap;
import dev.wayfare.shim.engine.HostCall;
import dev.wayfare.shim.wasi.Wasi;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conversation with one guest of the http-wasm ABI. */
final class HttpHandlerSession implements Abi.Session {
  private static final List<String> INITIALIZERS = List.of("_initialize", "_start");

  /** From the ABI's -1 to its 2; 3 means none. */
  private static final List<Level> LEVELS =
      List.of(Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR);

  private final Wasi wasi;
  private final Service service;
  private final HttpExchange exchange;
  private final byte[] config;
  private @Nullable GuestLog log;
  private boolean isInRequest;

  /** Those that the guest enabled before its first request. */
  private int features;

  HttpHandlerSession(Wasi wasi, Service service, int features) {
    this.wasi = wasi;
    this.service = service;
    this.features = features;
    this.exchange = new HttpExchange(service.limits());
    this.config = service.config().guestConfig().toByteArray();
  }

  @Override
  public List<HostCall> calls() {
    return new HttpHandlerCalls(this).all();
  }

  /** {@code proc_exit(0)} ends the initialisation cleanly, as a program's {@code main} does. */
  @Override
  public Ending prepare(Guest guest, GuestLog log) {
    this.log = log;
    Ending ending = new Ending.Returned(0);
    for (String initializer : INITIALIZERS) {
      if (guest.exports(initializer)) {
        ending = guest.call(initializer);
        break;
      }
    }
    return ending instanceof Ending.Exited(int code) && code == 0 ? new Ending.Returned(0) : ending;
  }

  /** What was enabled before the snapshot is enabled after it. */
  @Override
  public Abi.Session another(Wasi another) {
    return new HttpHandlerSession(another, service, features);
  }

  @Override
  public Answer serve(Guest guest, Invocation invocation, GuestLog log) {
    this.log = log;
    wasi.resume(service.logged(log));
    exchange.begin(invocation, features);
    isInRequest = true;
    try {
      return serve(guest);
    } finally {
      isInRequest = false;
      exchange.forget();
      this.log = null;
    }
  }

  private Answer serve(Guest guest) {
    Ending ending = guest.call(HttpHandlerAbi.HANDLE_REQUEST);
    if (!(ending instanceof Ending.Returned(long contextAndNext))) {
      return Endings.failure(ending, service.limits());
    }
    int next = (int) contextAndNext;
    if (next == 0) {
      return exchange.answer();
    }
    if (next != 1) {
      return new Failed(
          500, Fault.GUEST, "handle_request returned next=" + next + ", which is neither 0 nor 1");
    }
    Ending response =
        guest.call(HttpHandlerAbi.HANDLE_RESPONSE, contextAndNext >>> 32, callNext() ? 0 : 1);
    return response instanceof Ending.Returned
        ? exchange.answer()
        : Endings.failure(response, service.limits());
  }

  /** Whether the next handler answered; one that failed is the guest's to answer for. */
  private boolean callNext() {
    try {
      exchange.fromNext(service.next().handle(exchange.toNext()));
      return true;
    } catch (RuntimeException e) {
      System.getLogger(HttpHandlerSession.class.getName())
          .log(System.Logger.Level.WARNING, "the next handler failed", e);
      exchange.nextFailed();
      return false;
    }
  }

  HttpExchange exchange(String function) {
    if (!isInRequest) {
      throw new GuestTrap(function + " was called outside a request");
    }
    return exchange;
  }

  /** In a request for that request; before there is one, for all that come. */
  void enable(int more) {
    if (isInRequest) {
      exchange.enable(more);
    } else {
      features |= more;
    }
  }

  Limits limits() {
    return service.limits();
  }

  byte[] config() {
    return config;
  }

  boolean isLogged(int level) {
    return level >= -1 && level < LEVELS.size() - 1;
  }

  void log(int level, String message) {
    if (log != null && isLogged(level)) {
      log.message(LEVELS.get(level + 1), message);
    }
  }
}
