package dev.wayfare.router.region;

/**
 * Some of the targets' regions: one by name, all that begin alike ({@code eu-*}), or all ({@code
 * *}).
 *
 * @param text as it stands in the file
 */
public record RegionPattern(String text) {
  /** Whether {@code region} is one of them. */
  public boolean covers(String region) {
    return text.endsWith("*")
        ? region.startsWith(text.substring(0, text.length() - 1))
        : region.equals(text);
  }
}
