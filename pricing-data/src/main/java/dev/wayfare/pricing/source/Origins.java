package dev.wayfare.pricing.source;

import java.net.URI;
import java.util.Locale;

/** Keeps links in a price list to the server that the list came from. */
final class Origins {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private Origins() {}

  /**
   * What {@code link} refers to in a document at {@code base}.
   *
   * @throws PriceSourceException where that is no address, or on another server
   */
  static URI sameOrigin(URI base, String link) {
    URI uri;
    try {
      // Azure's own links have a space and quotes in their query at times.
      uri = base.resolve(link.replace(" ", "%20"));
    } catch (IllegalArgumentException e) {
      throw new PriceSourceException(
          base.getAuthority() + " links to something that is no address", e);
    }
    if (!origin(base).equals(origin(uri))) {
      throw new PriceSourceException(
          "%s links to another server, %s, which is not asked"
              .formatted(base.getAuthority(), uri.getAuthority()));
    }
    return uri;
  }

  private static String origin(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? HTTPS : HTTP;
    return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
  }
}
