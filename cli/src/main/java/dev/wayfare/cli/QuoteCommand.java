package dev.wayfare.cli;

import dev.wayfare.pricing.CallMix;
import dev.wayfare.pricing.MonthProfile;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.PriceLookup;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.RateCard;
import dev.wayfare.pricing.source.BookStore;
import dev.wayfare.router.config.AccountConfig;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.deployed.DeployedTargets;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wayfare quote}: what a month costs on each of several targets. */
@Command(
    name = "quote",
    description = "Compare what a month of requests costs on several targets, cheapest first.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exits 1 if no target has a known price.",
      "",
      "wayfare quote --target aws:us-east-1:arm64:512MiB --target azure:eastus:flex:2048MiB"
          + " --target gcp:us-central1:1vcpu:512MiB --duration 5ms --response-bytes 2000"
    })
final class QuoteCommand implements Callable<Integer> {
  private static final int MOST_TARGETS = 12;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      required = true,
      description =
          QuoteTarget.FORM
              + ", repeated; an edge target says what it costs, as in"
              + " edge:rack-1:512MiB:usd-per-gb-second=0.00001.")
  private List<String> targets = List.of();

  @Mixin private MonthOptions monthOptions = new MonthOptions();

  @Option(
      names = "--month-to-date",
      paramLabel = "USED",
      description =
          "What has been used before: \"used\" for every free allowance, or quantities such as"
              + " aws:requests=900000,gb-seconds=1000; repeated they add up; default nothing.")
  private List<String> monthToDate = List.of();

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description =
          "A price book; default the last good one that wayfare prices refresh has kept, or else"
              + " the one that this version came with.")
  private @Nullable Path prices;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "A wayfare.yaml, whose accounts say what they pay and have used; default list prices.")
  private @Nullable Path config;

  @Option(names = "--json", description = "Print JSON, whose decimals are strings.")
  private boolean json;

  @Option(
      names = "--plot",
      paramLabel = "FILE.svg",
      description = "Draw the month's cost over the requests' duration.")
  private @Nullable Path plot;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (targets.size() > MOST_TARGETS) {
      throw new UserErrorException(
          "--target is for " + MOST_TARGETS + " targets at most, not " + targets.size());
    }
    PriceBook book = PriceFile.read(prices, kept(), spec.commandLine().getErr());
    MonthProfile month = monthOptions.profile();
    Map<String, String> unpriced = new LinkedHashMap<>();
    QuoteComparison comparison = QuoteComparison.of(quotes(book, month, unpriced));
    if (json) {
      out.println(QuoteJson.of(comparison, unpriced, month, book.asOf()));
    } else {
      print(comparison, unpriced, month, book, out);
    }
    if (plot != null && !comparison.quotes().isEmpty()) {
      draw(comparison, plot);
    }
    out.flush();
    return comparison.quotes().isEmpty() ? 1 : 0;
  }

  private BookStore kept() {
    return new BookStore(
        wayfareYaml()
            .flatMap(it -> it.prices().file())
            .orElseGet(() -> PriceOptions.usual(System.getenv())));
  }

  private Optional<WayfareConfig> wayfareYaml() {
    // What a call costs depends on nothing that is deployed.
    return Optional.ofNullable(config)
        .map(file -> WayfareConfig.read(file, System.getenv(), DeployedTargets.EMPTY));
  }

  private List<TargetQuote> quotes(
      PriceBook book, MonthProfile month, Map<String, String> unpriced) {
    var used = new MonthToDate(monthToDate);
    Map<Provider, AccountConfig> accounts =
        wayfareYaml().map(WayfareConfig::accounts).orElse(Map.of());
    List<TargetQuote> quotes = new ArrayList<>();
    for (QuoteTarget target : targets.stream().distinct().map(QuoteTarget::parse).toList()) {
      AccountConfig account = accounts.getOrDefault(target.sku().provider(), AccountConfig.DEFAULT);
      switch (target.lookup(book, account.terms())) {
        case PriceLookup.Unpriced(var reason) -> unpriced.put(target.text(), reason);
        case PriceLookup.Priced(RateCard card) ->
            TargetQuote.of(
                    target,
                    card,
                    used.of(card, account.opening(card)),
                    account.terms().creditUsd(),
                    month,
                    monthOptions)
                .ifPresentOrElse(
                    quotes::add,
                    () ->
                        unpriced.put(
                            target.text(),
                            "the month runs past the last tier whose price is known"));
      }
    }
    return quotes;
  }

  private void print(
      QuoteComparison comparison,
      Map<String, String> unpriced,
      MonthProfile month,
      PriceBook book,
      PrintWriter out) {
    if (!comparison.quotes().isEmpty()) {
      out.println(heading(month));
      out.println(
          "at %s of %s, without taxes; the cheapest first"
              .formatted(config == null ? "list prices" : "the accounts' prices", book.asOf()));
      out.println();
      new QuoteTable(comparison).lines().forEach(out::println);
    }
    unpriced.forEach((target, reason) -> out.println("-  " + target + " has no price: " + reason));
  }

  private String heading(MonthProfile month) {
    return "A month of %,d requests, each answering %,d bytes,"
        .formatted(month.requests(), monthOptions.responseBytes());
  }

  private void draw(QuoteComparison comparison, Path file) {
    List<Long> marks =
        monthOptions.shares().stream()
            .map(CallMix.Share::call)
            .map(call -> Math.max(1, call.handlerTime().toMillis()))
            .toList();
    MonthProfile month = monthOptions.profile();
    String title = "Cost of " + heading(month).replace("A month", "a month").replaceAll(",$", "");
    try {
      Files.writeString(file, new CostPlot(comparison.quotes(), marks).svg(title));
    } catch (IOException e) {
      throw new UserErrorException("--plot cannot write " + file + " (" + e.getMessage() + ")", e);
    }
  }
}
