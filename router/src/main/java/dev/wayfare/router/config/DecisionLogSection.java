package dev.wayfare.router.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.function.Function;

/** Reads the section {@code decision-log}. */
final class DecisionLogSection {
  private static final int PERCENT_DIGITS = 2;

  private DecisionLogSection() {}

  /**
   * @param resolve makes a path of the file one of this process
   */
  static DecisionLogSettings read(Section section, Function<String, Path> resolve) {
    section.only("file", "sample", "max-size", "files");
    return new DecisionLogSettings(
        resolve.apply(section.required("file").text()),
        section
            .scalar("sample")
            .map(DecisionLogSection::share)
            .orElse(DecisionLogSettings.DEFAULT_SAMPLE),
        maxBytes(section),
        files(section));
  }

  static long maxBytes(Section section) {
    return section
        .scalar("max-size")
        .map(value -> value.bytes(DecisionLogSettings.LEAST_BYTES, DecisionLogSettings.MOST_BYTES))
        .orElse(DecisionLogSettings.DEFAULT_BYTES);
  }

  static int files(Section section) {
    return section
        .scalar("files")
        .map(
            value -> value.integer(DecisionLogSettings.LEAST_FILES, DecisionLogSettings.MOST_FILES))
        .orElse(DecisionLogSettings.DEFAULT_FILES);
  }

  private static double share(Scalar value) {
    BigDecimal percent = value.percent();
    if (percent.signum() == 0) {
      throw value.wrong("a share above 0%; for no log leave the section out");
    }
    return percent.movePointLeft(PERCENT_DIGITS).doubleValue();
  }
}
