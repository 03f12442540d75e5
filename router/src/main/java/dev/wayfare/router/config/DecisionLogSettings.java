package dev.wayfare.router.config;

import java.nio.file.Path;

/**
 * The section {@code decision-log} of the file.
 *
 * @param file where decisions are written; older ones are beside it, as {@code FILE.1} and so on
 * @param sample the share of decisions that is written, above 0, at most 1
 * @param maxBytes how long one file may be, {@value #LEAST_BYTES} to {@value #MOST_BYTES}
 * @param files how many there may be, {@value #LEAST_FILES} to {@value #MOST_FILES}, so that all
 *     are at most {@code files * maxBytes} long
 */
public record DecisionLogSettings(Path file, double sample, long maxBytes, int files) {
  /** The longest line always has room in a file of this length. */
  public static final long LEAST_BYTES = 1 << 20;

  static final long MOST_BYTES = 16L << 30;

  /** With one alone everything would be gone whenever it is full. */
  static final int LEAST_FILES = 2;

  static final int MOST_FILES = 100;
  static final double DEFAULT_SAMPLE = 0.01;
  static final long DEFAULT_BYTES = 64 << 20;
  static final int DEFAULT_FILES = 4;

  public DecisionLogSettings {
    if (!(sample > 0 && sample <= 1)) {
      throw new IllegalArgumentException("a sample is above 0 and at most 1, not " + sample);
    }
    if (maxBytes < LEAST_BYTES || maxBytes > MOST_BYTES) {
      throw new IllegalArgumentException("a file is 1 MiB to 16 GiB long, not " + maxBytes);
    }
    if (files < LEAST_FILES || files > MOST_FILES) {
      throw new IllegalArgumentException("there are 2 to 100 files, not " + files);
    }
  }
}
