package dev.wayfare.packager.archive;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The places that have an archive format of their own. */
public enum Target {
  /** AWS Lambda. */
  AWS,
  /** Azure Functions. */
  AZURE,
  /** Google Cloud Functions. */
  GCP,
  /** Any machine with a Java runtime. */
  EDGE;

  /** The name in commands and file names, such as "aws". */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The target of that name, if there is one. */
  public static Optional<Target> of(String id) {
    return Arrays.stream(values()).filter(target -> target.id().equals(id)).findFirst();
  }
}
