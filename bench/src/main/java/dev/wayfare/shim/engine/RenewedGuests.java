package dev.wayfare.shim.engine;

import com.dylibso.chicory.wasm.types.MemoryLimits;
import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.abi.Abi;
import dev.wayfare.shim.abi.AbiDetector;
import dev.wayfare.shim.abi.NextHandler;
import dev.wayfare.shim.abi.Service;
import dev.wayfare.shim.capability.GuestLog;
import dev.wayfare.shim.capability.HostSources;
import dev.wayfare.shim.capability.LogText;
import dev.wayfare.shim.wasi.Wasi;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Guests of one http-wasm module: made anew, made from a snapshot, put back to it. */
final class RenewedGuests {
  private final Guests guests;
  private final Abi abi;
  private final Service service;
  private final Guest first;
  private final Snapshot snapshot;
  private final PagedMemory memory;
  private final GuestLog log = new GuestLog(entry -> {}, 0, new LogText(List.of()));

  RenewedGuests(ModuleImage module) {
    guests = new Guests(module, HostConfig.DEFAULT.limits());
    abi = AbiDetector.require(module.name(), module.description());
    service = new Service(module.name(), HostConfig.DEFAULT, NextHandler.NOT_FOUND);
    first = anew();
    snapshot = first.snapshot();
    MemoryImage image = Objects.requireNonNull(snapshot.memory());
    memory = new PagedMemory(new MemoryLimits(image.wasmPages(), image.wasmPages()), image);
  }

  /** Instantiates the module and lets it initialise itself, as without any snapshot. */
  Guest anew() {
    var wasi = wasi();
    Abi.Session session = abi.open(wasi, service);
    Guest guest = guests.create(calls(wasi, session));
    wasi.begin(service.logged(log));
    requireReturned(guest.start());
    requireReturned(session.prepare(guest, log));
    return guest;
  }

  /** Makes another guest of the snapshot of the first. */
  Guest fromSnapshot() {
    var wasi = wasi();
    Abi.Session session = abi.open(wasi, service);
    Guest guest = guests.create(calls(wasi, session), snapshot);
    wasi.begin(service.logged(log));
    requireReturned(guest.start());
    return guest;
  }

  /** Writes to that many pages of 4 KiB of a guest's memory, from its middle on. */
  void touch(int pages) {
    int middle = (int) (memory.sizeBytes() / 2);
    for (int i = 0; i < pages; i++) {
      memory.writeInt(middle + (i << 12), i);
    }
  }

  /** Puts back that memory, and a guest's globals and tables. */
  boolean putBack() {
    memory.putBack(Objects.requireNonNull(snapshot.memory()));
    return first.putBack(snapshot);
  }

  private static Wasi wasi() {
    return new Wasi(
        HostConfig.DEFAULT.grants(),
        new HostSources(Clock.systemUTC(), System::nanoTime, new SecureRandom()));
  }

  private static List<HostCall> calls(Wasi wasi, Abi.Session session) {
    var calls = new ArrayList<>(session.calls());
    calls.addAll(wasi.calls());
    return calls;
  }

  private static void requireReturned(Ending ending) {
    if (!(ending instanceof Ending.Returned)) {
      throw new IllegalStateException(ending.toString());
    }
  }
}
