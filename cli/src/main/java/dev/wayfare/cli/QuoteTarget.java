package dev.wayfare.cli;

import dev.wayfare.pricing.AccountTerms;
import dev.wayfare.pricing.Meter;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.PriceLookup;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.RateCard;
import dev.wayfare.pricing.Sku;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks the price of, such as {@code aws:us-east-1:arm64:512MiB}.
 *
 * @param text as it was typed
 * @param sku what it names
 * @param pricesUsd what an edge machine charges for a unit of each meter; empty for the clouds
 */
record QuoteTarget(String text, Sku sku, Map<Meter, BigDecimal> pricesUsd) {
  static final String FORM = "PROVIDER:REGION[:PLAN][:arm64|x86_64][:Nvcpu]:NMiB[:storage=NMiB]";

  private static final Pattern VCPUS = Pattern.compile("(\\d{1,4}(\\.\\d{1,9})?)vcpu");
  private static final Pattern SIZE = Pattern.compile("(storage=)?(\\d{1,7})(MiB|GiB)");
  private static final Pattern PRICE = Pattern.compile("usd-per-([a-z-]+)=(\\d{1,12}(\\.\\d+)?)");
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
  private static final Map<String, Meter> PRICED =
      Map.of(
          "million-requests", Meter.REQUESTS,
          "gb-second", Meter.GB_SECONDS,
          "vcpu-second", Meter.VCPU_SECONDS,
          "egress-gb", Meter.EGRESS_GB);

  QuoteTarget {
    pricesUsd = Map.copyOf(pricesUsd);
  }

  /**
   * @throws UserErrorException where {@code text} names nothing that can be bought
   */
  static QuoteTarget parse(String text) {
    return new Reader(text).target();
  }

  /** The target's prices in {@code book}, as an account with {@code terms} pays them. */
  PriceLookup lookup(PriceBook book, AccountTerms terms) {
    if (sku.provider() != Provider.EDGE) {
      return book.rateCard(sku, terms);
    }
    return pricesUsd.isEmpty()
        ? new PriceLookup.Unpriced(
            "the price of your own machine is yours to say: add :usd-per-gb-second=0.00001")
        : new PriceLookup.Priced(RateCard.edge(sku, pricesUsd, book.asOf()));
  }

  /** Takes the words after provider and region in any order. */
  private static final class Reader {
    private final String text;
    private final Map<Meter, BigDecimal> pricesUsd = new EnumMap<>(Meter.class);
    private @Nullable String plan;
    private String architecture = Sku.X86_64;
    private BigDecimal vcpus = BigDecimal.ZERO;
    private int memoryMib;
    private int storageMib;

    private Reader(String text) {
      this.text = text;
    }

    private QuoteTarget target() {
      String[] words = text.split(":", -1);
      Provider provider =
          Provider.of(words[0])
              .orElseThrow(
                  () ->
                      wrong(
                          "knows no provider \""
                              + words[0]
                              + "\", only "
                              + Arrays.stream(Provider.values())
                                  .map(Provider::id)
                                  .collect(Collectors.joining(", "))));
      if (words.length < 3) {
        throw wrong("takes " + FORM);
      }
      for (String word : Arrays.asList(words).subList(2, words.length)) {
        take(provider, word);
      }
      if (memoryMib == 0) {
        throw wrong("needs a memory such as 512MiB");
      }
      return new QuoteTarget(text, sku(provider, words[1]), pricesUsd);
    }

    private void take(Provider provider, String word) {
      Matcher size = SIZE.matcher(word);
      Matcher processors = VCPUS.matcher(word);
      Matcher price = PRICE.matcher(word);
      if (Sku.isPlan(provider, word)) {
        plan = word;
      } else if (word.equals(Sku.ARM64) || word.equals(Sku.X86_64)) {
        architecture = word;
      } else if (processors.matches()) {
        vcpus = new BigDecimal(processors.group(1));
      } else if (size.matches()) {
        takeSize(size);
      } else if (price.matches() && provider == Provider.EDGE) {
        takePrice(word, price);
      } else {
        throw wrong(
            "does not know \""
                + word
                + "\"; the plans of "
                + provider.id()
                + " are "
                + String.join(", ", Sku.plans(provider)));
      }
    }

    private void takeSize(Matcher size) {
      int mib = Integer.parseInt(size.group(2)) * (size.group(3).equals("GiB") ? 1024 : 1);
      if (size.group(1) == null) {
        memoryMib = mib;
      } else {
        storageMib = mib;
      }
    }

    private void takePrice(String word, Matcher price) {
      Meter meter = PRICED.get(price.group(1));
      if (meter == null) {
        throw wrong("does not know the price \"" + word + "\"");
      }
      BigDecimal usd = new BigDecimal(price.group(2));
      pricesUsd.put(meter, meter == Meter.REQUESTS ? usd.divide(MILLION) : usd);
    }

    private Sku sku(Provider provider, String region) {
      try {
        String sold = plan == null ? Sku.plans(provider).getFirst() : plan;
        Sku sku = new Sku(provider, region, sold, architecture, memoryMib, vcpus);
        return storageMib == 0 ? sku : sku.withStorageMib(storageMib);
      } catch (IllegalArgumentException e) {
        throw new UserErrorException("--target " + text + ": " + e.getMessage(), e);
      }
    }

    private UserErrorException wrong(String problem) {
      return new UserErrorException("--target " + problem + ", in \"" + text + "\"");
    }
  }
}
