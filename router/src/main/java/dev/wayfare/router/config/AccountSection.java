package dev.wayfare.router.config;

import dev.wayfare.pricing.AccountTerms;
import dev.wayfare.pricing.AccountTerms.CustomPrice;
import dev.wayfare.pricing.AccountTerms.Discount;
import dev.wayfare.pricing.Meter;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.Sku;
import dev.wayfare.pricing.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code accounts}: one for each provider. */
final class AccountSection {
  private static final int MOST_ENTRIES = 100;
  private static final Map<String, FreeTier> FREE_TIERS =
      Map.of("used", FreeTier.USED, "available", FreeTier.AVAILABLE);
  private static final Map<String, Meter> METERS =
      Arrays.stream(Meter.values())
          .collect(Collectors.toUnmodifiableMap(AccountSection::key, Function.identity()));
  private static final Map<String, String> ARCHITECTURES =
      Map.of(Sku.X86_64, Sku.X86_64, Sku.ARM64, Sku.ARM64);

  private AccountSection() {}

  static Map<Provider, AccountConfig> readAll(Section section) {
    Map<Provider, AccountConfig> accounts = new EnumMap<>(Provider.class);
    section.only(Provider.AWS.id(), Provider.AZURE.id(), Provider.GCP.id());
    for (String key : section.keys()) {
      Provider provider = Provider.of(key).orElseThrow();
      accounts.put(provider, read(provider, section.section(key).orElseThrow()));
    }
    return accounts;
  }

  private static AccountConfig read(Provider provider, Section account) {
    account.only("free-tier", "credit-usd", "opening", "discounts", "prices");
    FreeTier freeTier =
        account
            .scalar("free-tier")
            .map(value -> value.choice(FREE_TIERS))
            .orElse(FreeTier.AVAILABLE);
    BigDecimal credit = account.scalar("credit-usd").map(Scalar::decimal).orElse(BigDecimal.ZERO);
    List<Discount> discounts = new ArrayList<>();
    for (Section discount : entries(account, "discounts")) {
      discounts.add(discount(discount, discounts));
    }
    List<CustomPrice> prices =
        entries(account, "prices").stream().map(price -> price(provider, price)).toList();
    Usage opening = account.section("opening").map(AccountSection::usage).orElse(Usage.NONE);
    return new AccountConfig(freeTier, new AccountTerms(credit, discounts, prices, opening));
  }

  private static List<Section> entries(Section account, String key) {
    List<Section> entries = account.has(key) ? account.sections(key) : List.of();
    if (entries.size() > MOST_ENTRIES) {
      throw account.faultAt(key, "\"" + key + "\" has at most " + MOST_ENTRIES + " entries");
    }
    return entries;
  }

  private static Discount discount(Section section, List<Discount> others) {
    section.only("meter", "percent");
    Meter meter = section.required("meter").choice(METERS);
    Scalar percent = section.required("percent");
    BigDecimal share = percent.decimal().movePointLeft(2);
    if (share.signum() == 0 || share.compareTo(BigDecimal.ONE) > 0) {
      throw percent.wrong("more than 0 and at most 100");
    }
    if (others.stream().anyMatch(other -> other.meters().contains(meter))) {
      throw section.required("meter").wrong("in one discount only");
    }
    return new Discount(Set.of(meter), share);
  }

  private static CustomPrice price(Provider provider, Section section) {
    section.only("meter", "usd", "plan", "region", "architecture");
    return new CustomPrice(
        section.required("meter").choice(METERS),
        section.required("usd").decimal(),
        plan(provider, section),
        section.scalar("region").map(Scalar::text).orElse(null),
        section.scalar("architecture").map(value -> value.choice(ARCHITECTURES)).orElse(null));
  }

  private static @Nullable String plan(Provider provider, Section section) {
    return section
        .scalar("plan")
        .map(
            value ->
                value.choice(
                    Sku.plans(provider).stream()
                        .collect(Collectors.toMap(Function.identity(), Function.identity()))))
        .orElse(null);
  }

  private static Usage usage(Section section) {
    section.only(METERS.keySet().stream().sorted().toArray(String[]::new));
    Usage usage = Usage.NONE;
    for (Meter meter : Meter.values()) {
      Optional<Scalar> used = section.scalar(key(meter));
      if (used.isPresent()) {
        usage = usage.plus(meter, used.get().decimal());
      }
    }
    return usage;
  }

  private static String key(Meter meter) {
    return meter.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
