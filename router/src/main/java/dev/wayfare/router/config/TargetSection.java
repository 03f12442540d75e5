package dev.wayfare.router.config;

import dev.wayfare.pricing.Meter;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.Sku;
import dev.wayfare.router.deployed.Canary;
import dev.wayfare.router.deployed.DeployedSlot;
import dev.wayfare.router.deployed.DeployedTarget;
import dev.wayfare.router.deployed.DeployedTargets;
import dev.wayfare.router.deployed.Slot;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one target. */
final class TargetSection {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern REGION = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final String EDGE_REGION = "local";
  private static final long MIB = 1 << 20;
  private static final long MOST_MEMORY_MIB = 1 << 20;
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
  private static final Map<String, Provider> PROVIDERS =
      Arrays.stream(Provider.values())
          .collect(Collectors.toUnmodifiableMap(Provider::id, Function.identity()));
  private static final Map<String, String> ARCHITECTURES =
      Map.of(Sku.X86_64, Sku.X86_64, Sku.ARM64, Sku.ARM64);

  private static final String[] KEYS =
      Stream.of(
              Stream.of("id", "provider", "region", "plan", "architecture", "memory", "vcpus"),
              Stream.of("storage", "price", "budget", "endpoint", "http"),
              Arrays.stream(TargetAccessSection.KEYS))
          .flatMap(Function.identity())
          .toArray(String[]::new);

  private static final Map<String, Boolean> VERSIONS = Map.of("h2c", true);

  private final Section section;
  private final KeyReader keys;
  private final Provider provider;

  private TargetSection(Section section, KeyReader keys) {
    this.section = section;
    this.keys = keys;
    this.provider = section.required("provider").choice(PROVIDERS);
  }

  /**
   * @param function whose target it is
   * @param deployed what is where the file names no endpoint, or null where that has no meaning
   */
  static TargetConfig read(
      Section section, KeyReader keys, String function, @Nullable DeployedTargets deployed) {
    section.only(KEYS);
    String id =
        section
            .required("id")
            .text(ID, "up to 100 letters, digits, dots, - and _, beginning with a letter or digit");
    TargetSection target = new TargetSection(section, keys);
    URI endpoint = section.scalar("endpoint").map(Scalar::endpoint).orElse(null);
    TargetConfig open = target.open(id);
    if (deployed == null || endpoint != null || target.provider == Provider.EDGE) {
      return open.at(id, endpoint, target.access(open, false).at(endpoint), null);
    }
    return target.deployed(open, target.found(open, function, deployed));
  }

  /** All but where it listens and who is let in. */
  private TargetConfig open(String id) {
    return new TargetConfig(
        id,
        sku(),
        pricesUsd(),
        section.section("budget").map(BudgetSection::amounts).orElse(Budget.NONE),
        null,
        section.scalar("http").map(value -> value.choice(VERSIONS)).orElse(false),
        TargetAccess.OPEN,
        null);
  }

  private TargetAccessSection access(TargetConfig open, boolean isDeployed) {
    return new TargetAccessSection(section, keys, provider, open.sku().region(), isDeployed);
  }

  /** What is deployed of it: what is of another function or somewhere else is not it. */
  private @Nullable DeployedTarget found(
      TargetConfig open, String function, DeployedTargets deployed) {
    DeployedTarget found = deployed.byId().get(open.id());
    boolean isIt =
        found != null
            && found.function().equals(function)
            && found.provider().equals(provider.id())
            && found.region().equals(open.sku().region());
    return isIt ? found : null;
  }

  private TargetConfig deployed(TargetConfig open, @Nullable DeployedTarget found) {
    TargetAccessSection access = access(open, true);
    Slot serving = found == null ? null : found.serving();
    if (found == null || serving == null) {
      var nowhere = new TargetDeployment(access.isPublic(), null, null, null);
      return open.at(open.id(), null, access.at(null), nowhere);
    }
    Canary canary = found.canary();
    CanaryConfig beside =
        canary == null
            ? null
            : new CanaryConfig(
                slot(
                    open.id() + "~" + canary.slot().id(), open, access, found, canary.slot(), null),
                canary.share());
    return slot(open.id(), open, access, found, serving, beside);
  }

  private static TargetConfig slot(
      String id,
      TargetConfig open,
      TargetAccessSection access,
      DeployedTarget found,
      Slot slot,
      @Nullable CanaryConfig canary) {
    DeployedSlot version = found.slot(slot);
    return open.at(
        id,
        version.endpoint(),
        access.at(version.endpoint()),
        new TargetDeployment(access.isPublic(), slot, version.release(), canary));
  }

  private Sku sku() {
    try {
      Sku sku = new Sku(provider, region(), plan(), architecture(), memoryMib(), vcpus());
      return storageMib().map(sku::withStorageMib).orElse(sku);
    } catch (IllegalArgumentException e) {
      throw section.faultAt("id", "this target cannot exist: " + e.getMessage());
    }
  }

  private String region() {
    if (provider == Provider.EDGE && !section.has("region")) {
      return EDGE_REGION;
    }
    return section.required("region").text(REGION, "lower-case letters, digits and -");
  }

  private String plan() {
    String byDefault =
        switch (provider) {
          case AWS -> "lambda";
          case AZURE -> "flex";
          case GCP -> "run-functions";
          case EDGE -> "edge";
        };
    return section.scalar("plan").map(this::soldPlan).orElse(byDefault);
  }

  private String soldPlan(Scalar value) {
    String plan = value.text();
    if (!Sku.isPlan(provider, plan)) {
      throw value.wrong("a plan of " + provider.id());
    }
    return plan;
  }

  private String architecture() {
    String architecture =
        section.scalar("architecture").map(value -> value.choice(ARCHITECTURES)).orElse(Sku.X86_64);
    boolean armSold = provider == Provider.AWS || provider == Provider.EDGE;
    if (architecture.equals(Sku.ARM64) && !armSold) {
      throw section
          .required("architecture")
          .wrong(Sku.X86_64 + ", the only one that " + provider.id() + " runs functions on");
    }
    return architecture;
  }

  private int memoryMib() {
    return mebibytes(section.required("memory"), 1, MOST_MEMORY_MIB);
  }

  private Optional<Integer> storageMib() {
    if (provider != Provider.AWS && section.has("storage")) {
      throw section.faultAt(
          "storage", "only aws bills storage; remove \"storage\" from this " + provider.id());
    }
    return section
        .scalar("storage")
        .map(it -> mebibytes(it, Sku.LEAST_STORAGE_MIB, Sku.MOST_STORAGE_MIB));
  }

  private static int mebibytes(Scalar value, long least, long most) {
    long bytes = value.bytes(least * MIB, most * MIB);
    if (bytes % MIB != 0) {
      throw value.wrong("a whole number of MiB");
    }
    return (int) (bytes / MIB);
  }

  private BigDecimal vcpus() {
    if (provider == Provider.GCP) {
      Scalar vcpus = section.required("vcpus");
      if (vcpus.decimal().signum() == 0) {
        throw vcpus.wrong("more than 0");
      }
      return vcpus.decimal();
    }
    if (section.has("vcpus")) {
      throw section.faultAt(
          "vcpus", "only gcp bills processors; remove \"vcpus\" from this " + provider.id());
    }
    return BigDecimal.ZERO;
  }

  private Map<Meter, BigDecimal> pricesUsd() {
    if (provider != Provider.EDGE && section.has("price")) {
      throw section.faultAt(
          "price", "only an edge target's price is set here; " + provider.id() + " sets its own");
    }
    return section.section("price").map(TargetSection::pricesUsd).orElse(Map.of());
  }

  private static Map<Meter, BigDecimal> pricesUsd(Section price) {
    price.only("usd-per-million-requests", "usd-per-gb-second", "usd-per-egress-gb");
    Map<Meter, BigDecimal> prices = new EnumMap<>(Meter.class);
    price
        .scalar("usd-per-million-requests")
        .ifPresent(value -> prices.put(Meter.REQUESTS, value.decimal().divide(MILLION)));
    price
        .scalar("usd-per-gb-second")
        .ifPresent(value -> prices.put(Meter.GB_SECONDS, value.decimal()));
    price
        .scalar("usd-per-egress-gb")
        .ifPresent(value -> prices.put(Meter.EGRESS_GB, value.decimal()));
    if (prices.isEmpty()) {
      throw price.missing("usd-per-million-requests");
    }
    return prices;
  }
}
