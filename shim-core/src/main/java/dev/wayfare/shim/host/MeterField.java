package dev.wayfare.shim.host;

import dev.wayfare.shim.abi.Answer.Fault;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The response field {@value #NAME}: what one invocation used, for whoever pays for it. A
 * dictionary of RFC 9651:
 *
 * <ul>
 *   <li>{@code v}: 1, the version of this format
 *   <li>{@code origin}: {@code guest} or {@code shim}, who chose the status
 *   <li>{@code fault}: where the shim chose it, whose doing it was: {@code caller} and {@code
 *       guest} would fail everywhere, {@code carrier} is a limit of this platform, and only {@code
 *       host} is the place's own failure
 *   <li>{@code handler-us}: microseconds from the request's arrival at the host to its answer
 *   <li>{@code init-ms}: milliseconds from the process's start to the host's readiness, on the
 *       environment's first invocation alone
 *   <li>{@code peak-memory-bytes}: the process's largest resident size so far, where it is known
 *   <li>{@code overlapping}: other invocations under way when this one came
 *   <li>{@code module}: the SHA-256 of the module's file
 * </ul>
 */
record MeterField(
    Optional<Fault> fault,
    long handlerMicros,
    OptionalLong initMillis,
    OptionalLong peakMemoryBytes,
    int overlapping,
    String moduleSha256) {

  static final String NAME = "wayfare-meter";

  /** One concatenation: it is made for every answer, and a builder would copy it once more. */
  String value() {
    String origin =
        fault.map(whose -> "shim, fault=" + whose.name().toLowerCase(Locale.ROOT)).orElse("guest");
    String init = initMillis.isPresent() ? ", init-ms=" + initMillis.getAsLong() : "";
    String peak =
        peakMemoryBytes.isPresent() ? ", peak-memory-bytes=" + peakMemoryBytes.getAsLong() : "";
    return "v=1, origin="
        + origin
        + ", handler-us="
        + handlerMicros
        + init
        + peak
        + ", overlapping="
        + overlapping
        + ", module=\""
        + moduleSha256
        + '"';
  }
}
