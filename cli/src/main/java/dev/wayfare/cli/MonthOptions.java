package dev.wayfare.cli;

import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.CallMix;
import dev.wayfare.pricing.MonthProfile;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a function does in a month, as options. */
final class MonthOptions {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(us|ms|s|m|h)");
  private static final Pattern WEIGHTED = Pattern.compile("([^:]+)(?::(\\d{1,6}))?");
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,4})?)%");
  private static final Map<String, Long> NANOS =
      Map.of(
          "us",
          1_000L,
          "ms",
          1_000_000L,
          "s",
          1_000_000_000L,
          "m",
          60_000_000_000L,
          "h",
          3_600_000_000_000L);
  private static final int PER_MILLION = 1_000_000;

  @Option(
      names = "--duration",
      paramLabel = "TIME[:WEIGHT]",
      required = true,
      description =
          "How long a request runs, such as 5ms; repeated with weights it is a distribution,"
              + " as in --duration 5ms:90 --duration 200ms:10.")
  private List<String> durations = List.of();

  @Option(
      names = "--requests",
      paramLabel = "N",
      description = "Requests in the month; default ${DEFAULT-VALUE}.")
  private long requests = 1_000_000;

  @Option(
      names = "--response-bytes",
      paramLabel = "N",
      description = "What each of them answers; default ${DEFAULT-VALUE}.")
  private long responseBytes;

  @Option(
      names = "--cold-starts",
      paramLabel = "N%",
      description = "The part of the requests that start an environment; needs --init.")
  private @Nullable String coldStarts;

  @Option(
      names = "--init",
      paramLabel = "TIME",
      description = "How long an environment's start takes; with --cold-starts.")
  private @Nullable String init;

  @Option(
      names = "--ready-instances",
      paramLabel = "N",
      description =
          "Instances kept ready, on the plans lambda-provisioned, flex-always-ready and"
              + " run-functions-ready; default ${DEFAULT-VALUE}.")
  private int readyInstances;

  @Option(
      names = "--ready-time",
      paramLabel = "TIME",
      description =
          "For how long each is; for run-functions-ready, how long it idles; default"
              + " ${DEFAULT-VALUE}.")
  private String readyTime = "720h";

  /**
   * @throws UserErrorException where an option is out of its bounds
   */
  MonthProfile profile() {
    return checked(
        () ->
            new MonthProfile(
                started(new CallMix(shares())),
                requests,
                readyInstances,
                time("--ready-time", readyTime)));
  }

  /** The distribution's durations and weights, without starts. */
  List<CallMix.Share> shares() {
    List<CallMix.Share> shares = new ArrayList<>();
    for (String duration : durations) {
      Matcher matcher = WEIGHTED.matcher(duration);
      if (!matcher.matches()) {
        throw new UserErrorException(
            "--duration takes a time and perhaps a weight, such as 5ms:90, not \""
                + duration
                + "\"");
      }
      Duration time = time("--duration", matcher.group(1));
      long weight = matcher.group(2) == null ? 1 : Long.parseLong(matcher.group(2));
      shares.add(checked(() -> new CallMix.Share(call(time), weight)));
    }
    return shares;
  }

  /** Requests that all run for {@code millis}, with the same starts and answers. */
  CallMix alike(long millis) {
    return started(CallMix.of(call(Duration.ofMillis(millis))));
  }

  long responseBytes() {
    return responseBytes;
  }

  private Call call(Duration handlerTime) {
    return new Call(handlerTime, Duration.ZERO, responseBytes);
  }

  private CallMix started(CallMix warm) {
    if ((coldStarts == null) != (init == null)) {
      throw new UserErrorException("--cold-starts and --init need each other");
    }
    if (coldStarts == null || init == null) {
      return warm;
    }
    Matcher matcher = PERCENT.matcher(coldStarts);
    BigDecimal percent = matcher.matches() ? new BigDecimal(matcher.group(1)) : null;
    if (percent == null || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
      throw new UserErrorException(
          "--cold-starts takes 0% to 100%, such as 0.5%, not \"" + coldStarts + "\"");
    }
    return warm.withColdStarts(
        time("--init", init), percent.movePointRight(4).intValueExact(), PER_MILLION);
  }

  private static Duration time(String option, String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw new UserErrorException(
          option + " takes a time with its unit, such as 5ms, 1.5s or 2m, not \"" + text + "\"");
    }
    long unit = NANOS.getOrDefault(matcher.group(2), 1L);
    return Duration.ofNanos(
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)).longValue());
  }

  private static <T> T checked(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    }
  }
}
