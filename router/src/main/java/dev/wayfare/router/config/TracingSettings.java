package dev.wayfare.router.config;

import java.net.URI;

/**
 * The section {@code tracing} of the file.
 *
 * @param endpoint where traces are sent: OTLP over HTTP
 * @param share of the traces that begin here, 0 to 1; one that began elsewhere is sent where it
 *     says that it is sampled
 */
public record TracingSettings(URI endpoint, double share) {
  /** What OTLP over HTTP is sent to below the address of a collector. */
  private static final String PATH = "/v1/traces";

  static final double DEFAULT_SHARE = 0.01;

  public TracingSettings {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share is 0 to 1, not " + share);
    }
  }

  /**
   * The place for traces of a collector at {@code base}.
   *
   * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp-request">OTLP/HTTP</a>
   */
  public static URI below(URI base) {
    String text = base.toString();
    return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + PATH);
  }
}
