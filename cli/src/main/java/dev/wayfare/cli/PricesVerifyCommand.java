package dev.wayfare.cli;

import dev.wayfare.pricing.AccountTerms;
import dev.wayfare.pricing.Confidence;
import dev.wayfare.pricing.ListPrice;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.PriceLookup;
import dev.wayfare.pricing.source.BookStore;
import dev.wayfare.router.Sources;
import dev.wayfare.router.config.TargetConfig;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wayfare prices verify}: whether the prices in force can be relied on. */
@Command(
    name = "verify",
    description = "Check the book in force: its hash, sources, gaps and age.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exits 1 where its file is damaged, a price is older than prices.stale-after, or a target",
      "of --config has no price; else 0."
    })
final class PricesVerifyCommand implements Callable<Integer> {
  @Mixin private PriceOptions options = new PriceOptions();

  @Option(names = "--json", description = "Print JSON; decimals are texts with every digit.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    BookStore.Loaded loaded = options.store().load();
    PriceBook book = loaded.book();
    List<String> faults = new ArrayList<>();
    loaded.warning().ifPresent(faults::add);
    addStale(book, faults);
    for (TargetConfig target : options.targets()) {
      AccountTerms terms = options.config().orElseThrow().account(target.sku().provider()).terms();
      addUnpriced(book.rateCard(target.sku(), terms), faults);
    }
    List<String> remarks = remarks(book, loaded.isStored());
    if (json) {
      out.println(PriceJson.verdict(book, faults, remarks));
    } else {
      out.println("prices of " + book.asOf() + ", sha256");
      out.println("  " + book.sha256());
      remarks.forEach(remark -> PriceTable.wrapped(remark).forEach(out::println));
      faults.forEach(fault -> PriceTable.wrapped("wrong: " + fault).forEach(out::println));
    }
    out.flush();
    return faults.isEmpty() ? 0 : 1;
  }

  private void addStale(PriceBook book, List<String> faults) {
    Duration limit = options.settings().staleAfter();
    Instant oldest = Sources.system().instants().instant().minus(limit);
    List<ListPrice> stale =
        book.prices().stream()
            .filter(price -> price.provenance().fetchedAt().isBefore(oldest))
            .toList();
    if (!stale.isEmpty()) {
      faults.add(
          "%d prices were last read more than %d days ago, such as %s; wayfare prices refresh reads"
                  .formatted(stale.size(), limit.toDays(), stale.getFirst().key())
              + " them again");
    }
  }

  private static void addUnpriced(PriceLookup lookup, List<String> faults) {
    switch (lookup) {
      case PriceLookup.Priced _ -> {
        // As it should be.
      }
      case PriceLookup.Unpriced(var reason) -> faults.add(reason);
    }
  }

  private static List<String> remarks(PriceBook book, boolean isStored) {
    List<ListPrice> prices = book.prices();
    long live = prices.stream().filter(price -> price.provenance().isLive()).count();
    long low =
        prices.stream().filter(price -> price.provenance().confidence() == Confidence.LOW).count();
    return List.of(
        isStored ? "from the file of the last good book" : "shipped with this program",
        "%d prices, each with a source; %d read live, %d collected by hand"
            .formatted(prices.size(), live, prices.size() - live),
        "%d prices of low confidence, %d known gaps".formatted(low, book.gaps().size()));
  }
}
