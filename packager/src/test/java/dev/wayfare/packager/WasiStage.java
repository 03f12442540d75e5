package dev.wayfare.packager;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Grants;
import dev.wayfare.shim.GrantsBuilder;
import dev.wayfare.shim.capability.FileTree;
import dev.wayfare.shim.capability.GuestLog;
import dev.wayfare.shim.capability.HostSources;
import dev.wayfare.shim.capability.LogText;
import dev.wayfare.shim.capability.SeededRandom;
import dev.wayfare.shim.engine.GuestExit;
import dev.wayfare.shim.engine.GuestTrap;
import dev.wayfare.shim.wasi.Octets;
import dev.wayfare.shim.wasi.Program;
import dev.wayfare.shim.wasi.Wasi;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a guest of the tests finds around it: a few files, 64 KiB of scratch space, seeded
 * randomness, and a time that goes on only when the guest sleeps.
 */
final class WasiStage {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00.123456789Z");
  private static final int LOG_BYTES = 4096;

  private final Grants grants;
  private final Wasi wasi;
  private long sleptNanos;

  WasiStage(Grants grants) {
    this.grants = grants;
    this.wasi = new Wasi(grants, sources(nanos -> sleptNanos += nanos));
  }

  /** A stage on which time stands still, and a guest that sleeps does what {@code sleeper} does. */
  WasiStage(Grants grants, HostSources.Sleeper sleeper) {
    this.grants = grants;
    this.wasi = new Wasi(grants, sources(sleeper));
  }

  static GrantsBuilder granted() {
    return Grants.builder()
        .argument("granted")
        .variable("VARIABLE", "value")
        .secret("TOKEN", "s3cr3t")
        .files(
            FileTree.of(
                Map.of(
                    "hello.txt", utf8("hello, world\n"),
                    "dir/inner.txt", utf8("inner\n"),
                    "dir/sub/deep.txt", utf8("deep\n"))))
        .scratchBytes(65536)
        .randomness(new Grants.Randomness.Seeded(1));
  }

  Wasi wasi() {
    return wasi;
  }

  /** Runs a guest, and writes down what it printed, what was logged, and how it ended. */
  String transcriptOf(WasiGuest guest, String... arguments) {
    var output = new ByteArrayOutputStream();
    var logged = new StringBuilder();
    var log =
        new GuestLog(
            entry ->
                logged.append(entry.source() + " " + entry.level() + ": " + entry.text() + "\n"),
            LOG_BYTES,
            new LogText(grants.secrets().values()));
    var program =
        new Program(
            List.of(arguments).stream().map(Octets::utf8).toList(),
            List.of(
                Octets.latin1("HTTP_OCTETS=\u00ff\u00fe\u00e9"),
                Octets.utf8("TOKEN=forged"),
                Octets.utf8("VARIABLE=forged")),
            Body.utf8("hello, stdin"),
            output::write,
            log);
    wasi.begin(program);
    String ending = ending(guest);
    log.close();
    return output.toString(StandardCharsets.UTF_8) + logged + ending;
  }

  private String ending(WasiGuest guest) {
    try {
      guest.run(wasi.calls());
      return "";
    } catch (GuestExit e) {
      return e.code() == 0 ? "" : "ended with code " + e.code() + "\n";
    } catch (GuestTrap e) {
      return "trapped: " + e.getMessage() + "\n";
    }
  }

  private HostSources sources(HostSources.Sleeper sleeper) {
    return new HostSources(
        () -> START.plusNanos(sleptNanos),
        () -> 5_000_000_123L + sleptNanos,
        sleeper,
        new SeededRandom(2));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
