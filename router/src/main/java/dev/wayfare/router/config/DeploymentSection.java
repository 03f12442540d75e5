package dev.wayfare.router.config;

import dev.wayfare.router.deployed.DeployedTargets;
import dev.wayfare.router.deployed.InvalidStateException;
import dev.wayfare.router.deployed.StateFile;
import dev.wayfare.router.deployed.StateStore;
import dev.wayfare.router.deployed.aws.StateObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code deployment}. */
final class DeploymentSection {
  private static final String STATE = "wayfare.state.json";
  private static final String REGION = "{region}";
  private static final String SEGMENT = "(?!\\.\\.?(?:/|$))[A-Za-z0-9!_.*'()=-]+";
  private static final Pattern OBJECT =
      Pattern.compile(
          "s3://((?![a-z0-9.-]*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/(%s(?:/%s)*)"
              .formatted(SEGMENT, SEGMENT));
  private static final String PREFIX = "wayfare";
  private static final Pattern NAME_PREFIX = Pattern.compile("[a-z][a-z0-9-]{0,19}");
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]{0,20}:iam::\\d{12}:role/[A-Za-z0-9_+=,.@/-]{1,512}");
  private static final Pattern BUCKET =
      Pattern.compile("([a-z0-9]|\\{region\\})([a-z0-9.-]|\\{region\\}){2,62}");
  private static final String GUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
  private static final String GROUP = "[A-Za-z0-9_().-]{0,89}[A-Za-z0-9_()-]";
  private static final Pattern SUBSCRIPTION = Pattern.compile(GUID);
  private static final Pattern RESOURCE_GROUP = Pattern.compile(GROUP);
  private static final Pattern STORAGE_ACCOUNT = Pattern.compile("[a-z0-9]{3,24}");
  private static final Pattern IDENTITY =
      Pattern.compile(
          "/subscriptions/%s/resource[Gg]roups/%s".formatted(GUID, GROUP)
              + "/providers/Microsoft\\.ManagedIdentity/userAssignedIdentities/"
              + "[A-Za-z0-9][A-Za-z0-9_-]{2,127}");
  private static final Pattern PROJECT =
      Pattern.compile("([a-z0-9.-]{1,60}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]");
  private static final Pattern SERVICE_ACCOUNT =
      Pattern.compile("[a-z0-9][a-z0-9-]{0,62}@[a-z0-9.-]{1,200}");

  private DeploymentSection() {}

  /**
   * @param resolve makes a path of the file one of this process
   */
  static DeploymentSettings read(Section section, Function<String, Path> resolve) {
    section.only("state", "prefix", "aws", "azure", "gcp");
    AwsDeployment aws = section.section("aws").map(DeploymentSection::aws).orElse(null);
    return new DeploymentSettings(
        section
            .scalar("state")
            .map(it -> state(it, aws == null ? null : aws.bucket(), resolve))
            .orElseGet(() -> new StateFile(resolve.apply(STATE))),
        section
            .scalar("prefix")
            .map(
                it ->
                    it.text(
                        NAME_PREFIX,
                        "up to 20 lower-case letters, digits and -, beginning with a letter"))
            .orElse(PREFIX),
        aws,
        section.section("azure").map(DeploymentSection::azure).orElse(null),
        section.section("gcp").map(DeploymentSection::gcp).orElse(null));
  }

  /** A file, or an object. */
  private static StateStore state(
      Scalar scalar, @Nullable String packages, Function<String, Path> resolve) {
    String text = scalar.text();
    Matcher object = OBJECT.matcher(text);
    if (object.matches()) {
      String bucket = object.group(1);
      if (packages != null
          && bucket.matches(packages.replace(".", "\\.").replace(REGION, "[a-z0-9-]+"))) {
        throw scalar.fault(
            "everything in the bucket %s, which is also \"aws.bucket\", is removed after a day; keep the state in another one"
                .formatted(bucket));
      }
      return StateObject.at(bucket, object.group(2));
    }
    if (text.startsWith("s3:") || text.contains("://")) {
      throw scalar.wrong("a file, or an object of S3 such as s3://bucket/wayfare.state.json");
    }
    return new StateFile(resolve.apply(text));
  }

  /** What is deployed. */
  static DeployedTargets deployed(DeploymentSettings settings) {
    try {
      return settings.state().read();
    } catch (InvalidStateException e) {
      throw new InvalidConfigException(String.valueOf(e.getMessage()), e);
    }
  }

  private static AwsDeployment aws(Section aws) {
    aws.only("role", "bucket", "snap-start");
    return new AwsDeployment(
        aws.required("role")
            .text(ROLE, "the ARN of a role, such as arn:aws:iam::123456789012:role/wayfare"),
        aws.scalar("bucket")
            .map(it -> it.text(BUCKET, "the name of a bucket, perhaps with {region}"))
            .orElse(null),
        aws.scalar("snap-start").map(Scalar::bool).orElse(true));
  }

  private static AzureDeployment azure(Section azure) {
    azure.only("subscription", "resource-group", "storage-account", "identity", "endpoint");
    return new AzureDeployment(
        azure.required("subscription").text(SUBSCRIPTION, "the id of a subscription, a GUID"),
        azure
            .required("resource-group")
            .text(RESOURCE_GROUP, "up to 90 letters, digits, _, -, dots and parentheses"),
        azure
            .required("storage-account")
            .text(STORAGE_ACCOUNT, "3 to 24 lower-case letters and digits"),
        azure
            .scalar("identity")
            .map(
                it ->
                    it.text(
                        IDENTITY,
                        "the resource id of an identity,"
                            + " /subscriptions/…/userAssignedIdentities/NAME"))
            .orElse(null),
        endpoint(azure));
  }

  private static GcpDeployment gcp(Section gcp) {
    gcp.only("project", "service-account", "endpoint");
    return new GcpDeployment(
        gcp.required("project").text(PROJECT, "the id of a project, such as acme-prod"),
        gcp.scalar("service-account")
            .map(
                it ->
                    it.text(
                        SERVICE_ACCOUNT,
                        "an address such as wayfare@acme-prod.iam.gserviceaccount.com"))
            .orElse(null),
        endpoint(gcp));
  }

  /** Whoever deploys sends credentials there. */
  private static @Nullable URI endpoint(Section section) {
    URI endpoint = section.scalar("endpoint").map(Scalar::endpoint).orElse(null);
    if (endpoint != null && !KeyReader.mayBeToldTheKey(endpoint)) {
      throw section
          .required("endpoint")
          .fault("credentials would be sent in clear to %s; use https there".formatted(endpoint));
    }
    return endpoint;
  }
}
