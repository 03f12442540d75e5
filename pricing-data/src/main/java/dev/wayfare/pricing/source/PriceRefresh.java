package dev.wayfare.pricing.source;

import dev.wayfare.pricing.ListPrice;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.Provenance;
import dev.wayfare.pricing.Provider;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Reads the providers' price lists and makes a new book of the one in force, list by list: one that
 * cannot be read or is not believed keeps none of the others from being used.
 *
 * <p>It does network I/O in the calling thread, for minutes where servers are slow.
 */
public final class PriceRefresh {
  /** A price that doubled or halved is believed, more is not. */
  public static final BigDecimal MOST_CHANGE = BigDecimal.TWO;

  private final List<PriceSource> sources;
  private final BigDecimal mostChange;
  private final InstantSource instants;

  PriceRefresh(List<PriceSource> sources, BigDecimal mostChange, InstantSource instants) {
    if (mostChange.compareTo(BigDecimal.ONE) < 0) {
      throw new IllegalArgumentException(
          "the most that a price may move by is a factor of 1 or more, not " + mostChange);
    }
    this.sources = List.copyOf(sources);
    this.mostChange = mostChange;
    this.instants = instants;
  }

  /**
   * A refresh from the lists at {@code locations}.
   *
   * @param locations by provider; one that is not among them is not read; Google's needs a key
   * @param mostChange the factor by which a price may rise or fall unconfirmed, 1 or more
   * @param patience how long to wait for each answer
   * @param random spreads attempts over time
   * @param instants when prices are read
   */
  public static PriceRefresh of(
      Map<Provider, ListLocation> locations,
      BigDecimal mostChange,
      Patience patience,
      RandomGenerator random,
      InstantSource instants) {
    return of(locations, mostChange, patience, random, instants, LongUnaryOperator.identity());
  }

  /** The same with {@code pauseMillis} between what is to be waited and what is slept. */
  static PriceRefresh of(
      Map<Provider, ListLocation> locations,
      BigDecimal mostChange,
      Patience patience,
      RandomGenerator random,
      InstantSource instants,
      LongUnaryOperator pauseMillis) {
    if (locations.isEmpty()) {
      // Without the client, which sets up all of TLS: a fifth of a second of a router's start.
      return new PriceRefresh(List.of(), mostChange, instants);
    }
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience.connect())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    List<PriceSource> sources = new ArrayList<>();
    for (Provider provider : Provider.values()) {
      ListLocation location = locations.get(provider);
      if (location != null) {
        Persistence persistence =
            new Persistence(provider.id(), patience, random, instants, pauseMillis);
        sources.addAll(
            sources(provider, location, new Fetcher(client, patience.total(), persistence)));
      }
    }
    return new PriceRefresh(sources, mostChange, instants);
  }

  private static List<PriceSource> sources(Provider provider, ListLocation at, Fetcher fetcher) {
    return switch (provider) {
      case AWS ->
          List.of(
              new AwsPriceList(at.base(), AwsOffer.LAMBDA, fetcher),
              new AwsPriceList(at.base(), AwsOffer.EGRESS, fetcher));
      case AZURE ->
          List.of(
              new AzureRetailPrices(at.base(), AzureList.FUNCTIONS, fetcher),
              new AzureRetailPrices(at.base(), AzureList.EGRESS, fetcher));
      case GCP ->
          List.of(
              new GoogleCatalog(
                  at.base(),
                  at.apiKey()
                      .orElseThrow(
                          () -> new IllegalArgumentException("Google's catalogue needs a key")),
                  fetcher));
      case EDGE -> throw new IllegalArgumentException("there is no list of your own prices");
    };
  }

  /**
   * Reads every list and judges it.
   *
   * @param book the book in force
   * @param regions the regions whose prices are wanted, by provider; a provider that is not among
   *     them is not read, one with no region in all of its regions
   * @param accept whether prices that moved by more than the factor, or are missing, have been
   *     confirmed
   */
  public RefreshReport run(PriceBook book, Map<Provider, Set<String>> regions, boolean accept) {
    PriceBook current = book;
    List<RefreshReport.ListReport> reports = new ArrayList<>();
    for (PriceSource source : sources) {
      Set<String> wantedRegions = regions.get(source.provider());
      if (wantedRegions != null) {
        Admission.Verdict verdict = refresh(current, source, wantedRegions, accept);
        current = verdict.book();
        reports.add(verdict.report());
      }
    }
    return new RefreshReport(current, reports);
  }

  private Admission.Verdict refresh(
      PriceBook book, PriceSource source, Set<String> regions, boolean accept) {
    Instant now = Instant.ofEpochSecond(instants.instant().getEpochSecond());
    PriceSource.Wanted wanted = new PriceSource.Wanted(regions, versions(book), now);
    try {
      Findings findings = source.read(wanted);
      return new Admission(book, source, wanted, findings).judge(mostChange, accept);
    } catch (PriceSourceException e) {
      Outcome failed = new Outcome.Failed(String.valueOf(e.getMessage()));
      return new Admission.Verdict(
          book, new RefreshReport.ListReport(source.name(), failed, List.of()));
    }
  }

  /** What the servers called the versions of the lists that the book's prices come from. */
  private static Map<String, String> versions(PriceBook book) {
    Map<String, String> versions = new HashMap<>();
    for (ListPrice price : book.prices()) {
      for (Provenance.Source source : price.provenance().sources()) {
        if (source.live() && source.address().isPresent() && source.version().isPresent()) {
          versions.put(source.address().get(), source.version().get());
        }
      }
    }
    return versions;
  }
}
