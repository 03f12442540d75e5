package dev.wayfare.router.deployed;

import java.net.URI;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A version that was deployed.
 *
 * @param endpoint where this version alone listens: an absolute HTTP address without user, query
 *     and fragment
 * @param release {@code sha256:} and the lower-case hexadecimal digest of all that was deployed
 * @param module the SHA-256 of the module, in lower-case hexadecimal
 * @param shim the version of the function host around it
 * @param deployed when it was
 */
public record DeployedSlot(
    URI endpoint, String release, String module, String shim, Instant deployed) {
  private static final Pattern RELEASE = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Pattern MODULE = Pattern.compile("[0-9a-f]{64}");

  public DeployedSlot {
    boolean isHttp = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
    boolean isBare =
        endpoint.getRawUserInfo() == null
            && endpoint.getRawQuery() == null
            && endpoint.getRawFragment() == null;
    if (!isHttp || !isBare || endpoint.getHost() == null || endpoint.getPort() > 65_535) {
      throw new IllegalArgumentException(
          "an endpoint is an address such as https://example.com, without user, query or fragment");
    }
    if (!RELEASE.matcher(release).matches()) {
      throw new IllegalArgumentException("a release is sha256: and 64 lower-case digits");
    }
    if (!MODULE.matcher(module).matches()) {
      throw new IllegalArgumentException("a module is 64 lower-case hexadecimal digits");
    }
    if (shim.isBlank()) {
      throw new IllegalArgumentException("a shim has a version");
    }
  }
}
