package dev.wayfare.shim.host;

import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.Isolation;
import dev.wayfare.shim.abi.Abi;
import dev.wayfare.shim.abi.Service;
import dev.wayfare.shim.capability.GuestLog;
import dev.wayfare.shim.capability.HostSources;
import dev.wayfare.shim.engine.Ending;
import dev.wayfare.shim.engine.Guest;
import dev.wayfare.shim.engine.Guests;
import dev.wayfare.shim.engine.HostCall;
import dev.wayfare.shim.engine.InvalidModuleException;
import dev.wayfare.shim.engine.ModuleImage;
import dev.wayfare.shim.wasi.Frozen;
import dev.wayfare.shim.wasi.Wasi;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes guests that are ready for a request, and knows how they are renewed. */
final class GuestFactory {
  private final Guests guests;
  private final Abi abi;
  private final Service service;
  private final HostSources sources;
  private final Supplier<GuestLog> initLog;
  private @Nullable volatile Renewal renewal;

  GuestFactory(
      ModuleImage image,
      Abi abi,
      Service service,
      HostSources sources,
      Supplier<GuestLog> initLog) {
    this.guests = new Guests(image, service.config().limits());
    this.abi = abi;
    this.service = service;
    this.sources = sources;
    this.initLog = initLog;
    if (service.config().isolation() == Isolation.INSTANCE && !abi.keepsState()) {
      throw new InvalidModuleException(
          image.name()
              + " is a program that begins anew for each request ("
              + abi.title()
              + "), so there is nothing that isolation: instance could keep; take it away");
    }
  }

  /** How guests are renewed; known once the first one was made. */
  Renewal renewal() {
    Renewal known = renewal;
    if (known == null) {
      throw new IllegalStateException("no guest was made yet");
    }
    return known;
  }

  /**
   * Makes a guest, on the caller's thread, whose interrupt ends it.
   *
   * @throws GuestStartException if the guest did not get ready
   */
  LeasedGuest make() {
    var wasi = new Wasi(service.config().grants(), sources);
    return renewal instanceof Renewal.Reset reset ? again(wasi, reset) : anew(wasi);
  }

  private LeasedGuest again(Wasi wasi, Renewal.Reset reset) {
    Abi.Session session = reset.session().another(wasi);
    Guest guest = guests.create(calls(wasi, session), reset.snapshot());
    try (GuestLog log = initLog.get()) {
      wasi.begin(service.logged(log));
      requireReady(guest.start());
    }
    return new LeasedGuest(guest, wasi, session);
  }

  private LeasedGuest anew(Wasi wasi) {
    Abi.Session session = abi.open(wasi, service);
    Guest guest = guests.create(calls(wasi, session));
    try (GuestLog log = initLog.get()) {
      wasi.begin(service.logged(log));
      requireReady(guest.start());
      requireReady(session.prepare(guest, log));
    }
    if (renewal == null) {
      renewal = renewal(guest, wasi, session);
    }
    return new LeasedGuest(guest, wasi, session);
  }

  private static void requireReady(Ending ending) {
    if (!(ending instanceof Ending.Returned)) {
      throw new GuestStartException(ending);
    }
  }

  private static List<HostCall> calls(Wasi wasi, Abi.Session session) {
    var calls = new ArrayList<>(session.calls());
    calls.addAll(wasi.calls());
    return calls;
  }

  private Renewal renewal(Guest guest, Wasi wasi, Abi.Session session) {
    HostConfig config = service.config();
    if (config.isolation() == Isolation.INSTANCE) {
      return new Renewal.Kept();
    }
    if (guest.obstacle().isPresent()) {
      return new Renewal.Fresh(guest.obstacle().get());
    }
    Set<Frozen> frozen = wasi.frozen();
    if (frozen.contains(Frozen.FILES)) {
      return new Renewal.Fresh("it opens or changes files while it is initialised");
    }
    return frozen.isEmpty() || config.acceptsFrozenInit()
        ? new Renewal.Reset(guest.snapshot(), session)
        : new Renewal.Fresh(
            "it reads "
                + text(frozen)
                + " while it is initialised, which a snapshot would freeze (snapshot:"
                + " accept-frozen-init takes it so)");
  }

  private static String text(Set<Frozen> frozen) {
    return frozen.stream()
        .sorted(Comparator.naturalOrder())
        .map(each -> each.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" and "));
  }
}
