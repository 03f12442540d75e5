package dev.wayfare.pricing.source;

import dev.wayfare.pricing.Provider;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider's price list is read.
 *
 * @param base the server's address, ending in a slash; another one than the provider's own is a
 *     mirror
 * @param key what the server wants to see; null where it asks for nothing
 */
public record ListLocation(URI base, @Nullable String key) {
  /** The environment's name of the key that Google's catalogue asks for. */
  public static final String GOOGLE_KEY = "WAYFARE_GOOGLE_API_KEY";

  public ListLocation {
    String scheme = base.getScheme();
    boolean isHttp = "https".equals(scheme) || "http".equals(scheme);
    if (!isHttp || base.getHost() == null || !base.getPath().endsWith("/")) {
      throw new IllegalArgumentException(
          "a price list's address must be like https://prices.example/, not " + base);
    }
  }

  /** The key, where one is needed. */
  Optional<String> apiKey() {
    return Optional.ofNullable(key);
  }

  /** The key is a secret. */
  @Override
  public String toString() {
    return base.toString();
  }

  /** The server of {@code provider}; not for edge, which has no list. */
  public static URI server(Provider provider) {
    return switch (provider) {
      case AWS -> AwsPriceList.BASE;
      case AZURE -> AzureRetailPrices.BASE;
      case GCP -> GoogleCatalog.BASE;
      case EDGE -> throw new IllegalArgumentException("there is no list of your own prices");
    };
  }

  /**
   * The providers' own servers. Google's is among them where the environment has a key for it.
   *
   * @param environment by name
   */
  public static Map<Provider, ListLocation> servers(Map<String, String> environment) {
    Map<Provider, ListLocation> servers = new EnumMap<>(Provider.class);
    servers.put(Provider.AWS, new ListLocation(server(Provider.AWS), null));
    servers.put(Provider.AZURE, new ListLocation(server(Provider.AZURE), null));
    String key = environment.getOrDefault(GOOGLE_KEY, "");
    if (!key.isEmpty()) {
      servers.put(Provider.GCP, new ListLocation(server(Provider.GCP), key));
    }
    return servers;
  }
}
