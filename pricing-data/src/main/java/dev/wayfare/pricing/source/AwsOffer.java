package dev.wayfare.pricing.source;

import dev.wayfare.pricing.Meter;
import dev.wayfare.pricing.Sku;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A file of AWS's price list, and which of its products are meters of ours.
 *
 * <p>The monthly allowance is in rows of their own (usage types {@code Global-…}, location {@code
 * Any}), which are not read: the book has it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-ppslong.html">AWS
 *     Price List</a>
 */
@SuppressWarnings("ImmutableEnumChecker") // the sets and maps are copies that nobody can change
enum AwsOffer {
  /** Requests, duration, storage and provisioned concurrency of functions, by architecture. */
  LAMBDA(
      "AWSLambda",
      "aws lambda",
      Set.of(
          Meter.REQUESTS, Meter.GB_SECONDS, Meter.STORAGE_GB_SECONDS, Meter.STANDBY_GB_SECONDS)) {
    @Override
    Optional<Match> match(Map<String, String> attributes) {
      return "Any".equals(attributes.get("location"))
          ? Optional.empty()
          : Optional.ofNullable(LAMBDA_GROUPS.get(attributes.getOrDefault("group", "")))
              .map(group -> group.in(attributes.getOrDefault("regionCode", "")));
    }
  },
  /** What leaves a region towards the internet. */
  EGRESS("AWSDataTransfer", "aws egress", Set.of(Meter.EGRESS_GB)) {
    @Override
    Optional<Match> match(Map<String, String> attributes) {
      boolean toInternet =
          attributes.getOrDefault("transferType", "").equals("AWS Outbound")
              && attributes.getOrDefault("toLocation", "External").equals("External")
              && EGRESS_USAGE.matcher(attributes.getOrDefault("usagetype", "")).matches();
      String region =
          attributes.getOrDefault("fromRegionCode", attributes.getOrDefault("regionCode", ""));
      return toInternet ? Optional.of(EGRESS_GROUP.in(region)) : Optional.empty();
    }
  };

  /** The attributes that {@link #match} looks at; the others need not be kept. */
  static final Set<String> ATTRIBUTES =
      Set.of(
          "location",
          "group",
          "regionCode",
          "transferType",
          "toLocation",
          "usagetype",
          "fromRegionCode");

  private static final Pattern EGRESS_USAGE =
      Pattern.compile("([A-Z0-9]{2,8}-)?DataTransfer-Out-Bytes");
  private static final Set<String> REQUEST_UNITS = Set.of("request", "requests");
  private static final Set<String> GB_SECOND_UNITS =
      Set.of("lambda-gb-second", "gb-second", "gb-seconds", "second", "seconds");
  private static final List<String> ON_DEMAND = List.of("lambda");
  private static final List<String> PROVISIONED = List.of("lambda-provisioned");
  private static final List<String> BOTH = List.of("lambda", "lambda-provisioned");
  private static final List<String> EITHER_ARCHITECTURE = List.of(Sku.X86_64, Sku.ARM64);
  private static final Map<String, Group> LAMBDA_GROUPS = lambdaGroups();
  private static final Group EGRESS_GROUP =
      new Group(BOTH, Meter.EGRESS_GB, EITHER_ARCHITECTURE, Set.of("gb"));

  /** Each group has a second one for arm64. */
  private static Map<String, Group> lambdaGroups() {
    Map<String, Group> groups = new HashMap<>();
    for (String architecture : EITHER_ARCHITECTURE) {
      String suffix = architecture.equals(Sku.ARM64) ? "-ARM" : "";
      List<String> on = List.of(architecture);
      groups.put(
          "AWS-Lambda-Requests" + suffix, new Group(BOTH, Meter.REQUESTS, on, REQUEST_UNITS));
      groups.put(
          "AWS-Lambda-Duration" + suffix,
          new Group(ON_DEMAND, Meter.GB_SECONDS, on, GB_SECOND_UNITS));
      groups.put(
          "AWS-Lambda-Duration-Provisioned" + suffix,
          new Group(PROVISIONED, Meter.GB_SECONDS, on, GB_SECOND_UNITS));
      groups.put(
          "AWS-Lambda-Provisioned-Concurrency" + suffix,
          new Group(PROVISIONED, Meter.STANDBY_GB_SECONDS, on, GB_SECOND_UNITS));
      groups.put(
          "AWS-Lambda-Storage-Duration" + suffix,
          new Group(BOTH, Meter.STORAGE_GB_SECONDS, on, GB_SECOND_UNITS));
    }
    return Map.copyOf(groups);
  }

  private final String code;
  private final String title;
  private final Set<Meter> meters;

  AwsOffer(String code, String title, Set<Meter> meters) {
    this.code = code;
    this.title = title;
    this.meters = meters;
  }

  private record Group(
      List<String> plans, Meter meter, List<String> architectures, Set<String> units) {
    Match in(String region) {
      return new Match(region, plans, meter, architectures, units);
    }
  }

  /**
   * What a product is the price of.
   *
   * @param region empty where the product does not say
   * @param units the names of the unit that the meter's prices are known in, in lower case
   */
  record Match(
      String region,
      List<String> plans,
      Meter meter,
      List<String> architectures,
      Set<String> units) {}

  /** What of ours a product with these attributes is the price of, if anything. */
  abstract Optional<Match> match(Map<String, String> attributes);

  /** AWS's own name of the file. */
  String code() {
    return code;
  }

  /** Our name of the list. */
  String title() {
    return title;
  }

  /** What is to be found in it. */
  Set<Meter> meters() {
    return meters;
  }
}
