package dev.wayfare.pricing;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is bought: a provider's plan in a region, of an architecture and size.
 *
 * <p>An invalid value cannot exist. Whether the plan is sold in this region or size, and whether
 * its price is known, is for {@link PriceBook#rateCard} to say.
 *
 * @param provider who sells it
 * @param region the provider's own name of the region, such as {@code us-east-1}; for edge any name
 * @param plan on AWS {@code lambda} or {@code lambda-provisioned} (provisioned concurrency), on
 *     Azure {@code flex}, {@code flex-always-ready} or {@code consumption}, on Google Cloud {@code
 *     run-functions} or {@code run-functions-ready} (minimum instances), {@code edge} at the edge
 * @param architecture {@code x86_64} or {@code arm64}; only Lambda's price depends on it
 * @param memoryMib memory, 1 to 1,048,576 MiB: as provisioned, or for {@code consumption} as
 *     observed
 * @param vcpus processors, 0 to 1,024; more than 0 on Google Cloud, which bills by them
 * @param storageMib ephemeral storage ({@code /tmp}): 512 to 10,240 MiB on AWS, <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html">where
 *     it is configured</a>; 0 elsewhere, where no plan sells it
 */
public record Sku(
    Provider provider,
    String region,
    String plan,
    String architecture,
    int memoryMib,
    BigDecimal vcpus,
    int storageMib) {
  /** {@value}: Intel and AMD processors. */
  public static final String X86_64 = "x86_64";

  /** {@value}: Arm processors, such as AWS Graviton. */
  public static final String ARM64 = "arm64";

  /** {@value} MiB: what AWS includes. */
  public static final int LEAST_STORAGE_MIB = 512;

  /** {@value} MiB: the most that AWS sells. */
  public static final int MOST_STORAGE_MIB = 10_240;

  private static final Map<Provider, List<String>> PLANS =
      Map.of(
          Provider.AWS, List.of("lambda", "lambda-provisioned"),
          Provider.AZURE, List.of("flex", "flex-always-ready", "consumption"),
          Provider.GCP, List.of("run-functions", "run-functions-ready"),
          Provider.EDGE, List.of("edge"));
  private static final Pattern REGION = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  static final int MOST_MEMORY_MIB = 1_048_576;
  private static final BigDecimal MOST_VCPUS = new BigDecimal(1024);

  public Sku {
    check(REGION.matcher(region).matches(), "region must be lower-case letters, digits, -", region);
    check(isPlan(provider, plan), provider.id() + " has the plans " + plans(provider), plan);
    check(
        architecture.equals(X86_64) || architecture.equals(ARM64),
        "architecture must be x86_64 or arm64",
        architecture);
    check(
        memoryMib >= 1 && memoryMib <= MOST_MEMORY_MIB,
        "memoryMib must be 1 to " + MOST_MEMORY_MIB,
        memoryMib);
    check(
        vcpus.signum() >= 0 && vcpus.compareTo(MOST_VCPUS) <= 0 && vcpus.scale() <= 9,
        "vcpus must be 0 to " + MOST_VCPUS + " with at most 9 decimals",
        vcpus);
    check(
        provider != Provider.GCP || vcpus.signum() > 0,
        "run-functions is billed by processors: vcpus must be more than 0",
        vcpus);
    check(
        provider == Provider.AWS
            ? storageMib >= LEAST_STORAGE_MIB && storageMib <= MOST_STORAGE_MIB
            : storageMib == 0,
        "storageMib must be %d to %d on aws, and 0 elsewhere"
            .formatted(LEAST_STORAGE_MIB, MOST_STORAGE_MIB),
        storageMib);
    vcpus = vcpus.stripTrailingZeros();
  }

  /** With the ephemeral storage that is included. */
  public Sku(
      Provider provider,
      String region,
      String plan,
      String architecture,
      int memoryMib,
      BigDecimal vcpus) {
    this(
        provider,
        region,
        plan,
        architecture,
        memoryMib,
        vcpus,
        provider == Provider.AWS ? LEAST_STORAGE_MIB : 0);
  }

  /** The same with {@code mib} of ephemeral storage. */
  public Sku withStorageMib(int mib) {
    return new Sku(provider, region, plan, architecture, memoryMib, vcpus, mib);
  }

  /** The same with Lambda's, Flex's or Cloud Run's {@code other} plan. */
  public Sku withPlan(String other) {
    return new Sku(provider, region, other, architecture, memoryMib, vcpus, storageMib);
  }

  /** AWS Lambda. */
  public static Sku lambda(String region, String architecture, int memoryMib) {
    return new Sku(Provider.AWS, region, "lambda", architecture, memoryMib, BigDecimal.ZERO);
  }

  /** Azure Functions, Flex Consumption on demand: the instance's memory as provisioned. */
  public static Sku flex(String region, int memoryMib) {
    return new Sku(Provider.AZURE, region, "flex", X86_64, memoryMib, BigDecimal.ZERO);
  }

  /** Azure Functions, Consumption: the memory as observed, which is not configured. */
  public static Sku consumption(String region, int memoryMib) {
    return new Sku(Provider.AZURE, region, "consumption", X86_64, memoryMib, BigDecimal.ZERO);
  }

  /** Cloud Run functions with request-based billing. */
  public static Sku runFunctions(String region, BigDecimal vcpus, int memoryMib) {
    return new Sku(Provider.GCP, region, "run-functions", X86_64, memoryMib, vcpus);
  }

  /** The user's own machine. */
  public static Sku edge(String region, int memoryMib) {
    return new Sku(Provider.EDGE, region, "edge", X86_64, memoryMib, BigDecimal.ZERO);
  }

  /** True where the provider sells a plan of this name. */
  public static boolean isPlan(Provider provider, String plan) {
    return plans(provider).contains(plan);
  }

  /**
   * The plan whose free allowance this one draws on: Cloud Run gives one, whether instances are
   * kept ready or not; every other plan has its own or none.
   */
  public String allowancePlan() {
    return plan.equals("run-functions-ready") ? "run-functions" : plan;
  }

  @Override
  public String toString() {
    String storage = storageMib > LEAST_STORAGE_MIB ? ", " + storageMib + " MiB storage" : "";
    return "%s %s in %s (%s, %d MiB, %s vCPU%s)"
        .formatted(
            provider.id(), plan, region, architecture, memoryMib, vcpus.toPlainString(), storage);
  }

  /** The names of the provider's plans, the usual one first. */
  public static List<String> plans(Provider provider) {
    return PLANS.getOrDefault(provider, List.of());
  }

  private static void check(boolean valid, String rule, Object value) {
    if (!valid) {
      throw new IllegalArgumentException(rule + ", not '" + value + "'");
    }
  }
}
