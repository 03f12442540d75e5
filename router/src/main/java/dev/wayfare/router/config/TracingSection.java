package dev.wayfare.router.config;

import java.net.URI;

/** Reads the section {@code tracing}. */
final class TracingSection {
  private static final int PERCENT_DIGITS = 2;

  private TracingSection() {}

  static TracingSettings read(Section section) {
    section.only("endpoint", "sample");
    return new TracingSettings(
        place(section.required("endpoint").endpoint()),
        section
            .scalar("sample")
            .map(share -> share.percent().movePointLeft(PERCENT_DIGITS).doubleValue())
            .orElse(TracingSettings.DEFAULT_SHARE));
  }

  /** An address without a path is that of a collector. */
  private static URI place(URI endpoint) {
    String path = endpoint.getRawPath();
    return path == null || path.isEmpty() || path.equals("/")
        ? TracingSettings.below(endpoint)
        : endpoint;
  }
}
