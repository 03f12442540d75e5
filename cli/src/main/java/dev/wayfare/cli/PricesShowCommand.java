package dev.wayfare.cli;

import dev.wayfare.pricing.ListPrice;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.PriceKey;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.source.BookStore;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wayfare prices show}: the prices in force. */
@Command(
    name = "show",
    description = "Print the prices in force, with their tiers, age and confidence.",
    mixinStandardHelpOptions = true)
final class PricesShowCommand implements Callable<Integer> {
  @Mixin private PriceOptions options = new PriceOptions();

  @Option(names = "--provider", paramLabel = "P", description = "Only aws, azure or gcp.")
  private @Nullable String provider;

  @Option(names = "--region", paramLabel = "R", description = "Only this region.")
  private @Nullable String region;

  @Option(names = "--json", description = "Print JSON; decimals are texts with every digit.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    checkProvider();
    BookStore.Loaded loaded = options.load(spec.commandLine().getErr());
    PriceBook book = loaded.book();
    List<ListPrice> prices = book.prices().stream().filter(it -> isWanted(it.key())).toList();
    if (prices.isEmpty() && book.gaps().keySet().stream().noneMatch(this::isWanted)) {
      throw new UserErrorException(
          "the price book of %s has nothing of %s; wayfare prices show lists what it has"
              .formatted(book.asOf(), wanted()));
    }
    if (json) {
      out.println(PriceJson.book(book, prices, this::isWanted));
    } else {
      String origin = loaded.isStored() ? options.store().file().toString() : "shipped";
      out.println("prices of " + book.asOf() + ", " + origin);
      out.println("sha256 " + book.sha256());
      PriceTable.lines(prices).forEach(out::println);
      PriceTable.gaps(book.gaps(), this::isWanted).forEach(out::println);
    }
    out.flush();
    return 0;
  }

  private void checkProvider() {
    if (provider != null && Provider.of(provider).filter(it -> it != Provider.EDGE).isEmpty()) {
      throw new UserErrorException("--provider must be aws, azure or gcp, not '" + provider + "'");
    }
  }

  private boolean isWanted(PriceKey key) {
    return (provider == null || key.provider().id().equals(provider))
        && (region == null || key.region().equals(region));
  }

  private String wanted() {
    return (provider == null ? "" : provider + " ") + (region == null ? "" : "in " + region);
  }
}
