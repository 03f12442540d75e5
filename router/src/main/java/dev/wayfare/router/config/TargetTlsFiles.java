package dev.wayfare.router.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The PEM files of TLS towards a target; they are read again when they change.
 *
 * @param ca who signs the target's certificate, or null for those whom the JVM trusts
 * @param pair the router's own certificate and key, or null where the target asks for none
 */
public record TargetTlsFiles(@Nullable Path ca, @Nullable Pair pair) {
  /**
   * A certificate that clients show, and what proves that it is theirs.
   *
   * @param certificate followed by those that link it to a root
   * @param key its private key, not encrypted
   */
  public record Pair(Path certificate, Path key) {}

  /** All that there are. */
  public List<Path> all() {
    return Stream.of(ca, pair == null ? null : pair.certificate, pair == null ? null : pair.key)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .toList();
  }
}
