package dev.wayfare.router.config;

import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.source.ListLocation;
import dev.wayfare.pricing.source.PriceRefresh;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code prices} of the file.
 *
 * @param interval how often the price lists are read, at least 1 minute; null for never
 * @param path keeps the last good book; null where it is lost with the process
 * @param staleAfter the age from which on a price is stale
 * @param stalePolicy what is done about it
 * @param mostChange the factor by which a price may rise or fall without confirmation, 1 or more
 * @param lists the lists to read, by provider; empty for all that can be
 */
public record PriceSettings(
    @Nullable Duration interval,
    @Nullable Path path,
    Duration staleAfter,
    Stale stalePolicy,
    BigDecimal mostChange,
    Map<Provider, PriceList> lists) {
  /** The settings of a file without this section: the shipped prices, and no network. */
  public static final PriceSettings DEFAULT =
      new PriceSettings(
          null, null, Duration.ofDays(30), Stale.WARN, PriceRefresh.MOST_CHANGE, Map.of());

  public PriceSettings {
    lists = Map.copyOf(lists);
  }

  /** What is done about prices that nobody looked at for long. */
  public enum Stale {
    /** They are used, and said to be stale. */
    WARN,
    /** They are taken for unknown. */
    UNPRICED
  }

  /**
   * One provider's list.
   *
   * @param url of a mirror; null for the provider's own server
   * @param keyVariable the environment's name of the key that it asks for; null for the usual one
   */
  public record PriceList(@Nullable URI url, @Nullable String keyVariable) {}

  /** How often the price lists are read; empty for never. */
  public Optional<Duration> refresh() {
    return Optional.ofNullable(interval);
  }

  /** The file that keeps the last good book, where one does. */
  public Optional<Path> file() {
    return Optional.ofNullable(path);
  }

  /**
   * Where the lists are.
   *
   * @param environment where keys are
   * @throws InvalidConfigException where Google's list was asked for and there is no key for it
   */
  public Map<Provider, ListLocation> locations(Map<String, String> environment) {
    if (lists.isEmpty()) {
      return ListLocation.servers(environment);
    }
    Map<Provider, ListLocation> locations = new EnumMap<>(Provider.class);
    lists.forEach(
        (provider, list) -> locations.put(provider, location(provider, list, environment)));
    return locations;
  }

  private static ListLocation location(
      Provider provider, PriceList list, Map<String, String> environment) {
    URI url = list.url() == null ? ListLocation.server(provider) : list.url();
    if (provider != Provider.GCP) {
      return new ListLocation(url, null);
    }
    String variable = list.keyVariable() == null ? ListLocation.GOOGLE_KEY : list.keyVariable();
    String key = environment.getOrDefault(variable, "");
    if (key.isEmpty()) {
      throw new InvalidConfigException(
          "Google's price list asks for an API key; set the variable "
              + variable
              + ", or leave gcp out of prices.sources");
    }
    return new ListLocation(url, key);
  }
}
