package dev.wayfare.packager;

import dev.wayfare.packager.compile.ModuleCompiler;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.engine.Ending;
import dev.wayfare.shim.engine.Guest;
import dev.wayfare.shim.engine.GuestExit;
import dev.wayfare.shim.engine.GuestTrap;
import dev.wayfare.shim.engine.Guests;
import dev.wayfare.shim.engine.HostCall;
import dev.wayfare.shim.engine.ModuleImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A guest of the tests, compiled in this JVM and joined to host calls; no more of a host. */
final class WasiGuest {
  /** Where the guests and their sources are. */
  static final Path FOLDER = Path.of("src", "test", "guests");

  private final Guests guests;

  private WasiGuest(byte[] wasm) {
    ModuleImage image =
        ModuleImage.load(
            ModuleCompiler.compile("guest.wasm", wasm, TooLarge.REFUSED).classLoader());
    this.guests = new Guests(image, Limits.DEFAULT);
  }

  static byte[] wasm(String name) {
    try {
      return Files.readAllBytes(FOLDER.resolve(name + ".wasm"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static WasiGuest of(byte[] wasm) {
    return new WasiGuest(wasm);
  }

  /**
   * Runs {@code _start} in a fresh instance.
   *
   * @throws GuestExit if the guest asked to end
   * @throws GuestTrap if it was ended otherwise
   */
  void run(List<HostCall> calls) {
    Guest guest = guests.create(calls);
    requireReturned(guest.start());
    requireReturned(guest.call("_start"));
  }

  private static void requireReturned(Ending ending) {
    switch (ending) {
      case Ending.Returned ignored -> {}
      case Ending.Exited(int code) -> throw new GuestExit(code);
      case Ending.Trapped(String reason) -> throw new GuestTrap(reason);
      case Ending.Interrupted ignored -> throw new GuestTrap("interrupted");
      case Ending.StackExhausted ignored -> throw new GuestTrap("stack exhausted");
      case Ending.OutOfMemory ignored -> throw new GuestTrap("out of memory");
      case Ending.PastLimit(String reason) -> throw new GuestTrap(reason);
    }
  }
}
