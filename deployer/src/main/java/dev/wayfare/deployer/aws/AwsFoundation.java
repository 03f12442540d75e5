package dev.wayfare.deployer.aws;

import dev.wayfare.deployer.Foundation;
import dev.wayfare.deployer.Progress;
import dev.wayfare.router.config.AwsDeployment;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The role that functions have, and buckets for packages above 50 MiB. */
public final class AwsFoundation implements Foundation, AutoCloseable {
  private static final String TRUST =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
      "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
      """;

  private static final String POLICY_NAME = "wayfare-logs";
  private static final String FIRST_REGION = "us-east-1";
  private static final int NOT_FOUND = 404;

  private final AwsClients clients;
  private final AwsDeployment account;
  private final String prefix;
  private final SortedSet<String> regions;

  AwsFoundation(AwsClients clients, AwsDeployment account, String prefix, List<String> regions) {
    this.clients = clients;
    this.account = account;
    this.prefix = prefix;
    this.regions = new TreeSet<>(regions);
  }

  /**
   * What {@code account} needs for functions in {@code regions}.
   *
   * @param prefix of the functions' names
   */
  public static AwsFoundation of(AwsDeployment account, String prefix, List<String> regions) {
    return new AwsFoundation(AwsClients.system(), account, prefix, regions);
  }

  @Override
  public List<String> missing() {
    return new AwsErrors("iam")
        .told(
            () -> {
              var missing = new ArrayList<String>();
              try (IamClient iam = clients.iam()) {
                if (!hasPolicy(iam)) {
                  missing.add(
                      "the role %s, which Lambda alone may assume where it is made now, with logs:CreateLogGroup, logs:CreateLogStream and logs:PutLogEvents on the log groups /aws/lambda/%s-*"
                          .formatted(account.role(), prefix));
                }
              }
              for (String region : bucketRegions()) {
                if (!hasBucket(region)) {
                  missing.add(
                      "the bucket %s in %s, which nobody but the account can read, and where everything is removed after a day"
                          .formatted(AwsCloud.bucketIn(account, region), region));
                }
              }
              return missing;
            });
  }

  @Override
  public void lay(Progress progress) {
    new AwsErrors("iam")
        .told(
            () -> {
              try (IamClient iam = clients.iam()) {
                layRole(iam, progress);
              }
              for (String region : bucketRegions()) {
                if (!hasBucket(region)) {
                  progress.step("bucket " + AwsCloud.bucketIn(account, region));
                  layBucket(region, progress);
                }
              }
            });
  }

  private void layRole(IamClient iam, Progress progress) {
    if (hasPolicy(iam)) {
      return;
    }
    progress.step("role " + roleName());
    try {
      iam.getRole(request -> request.roleName(roleName()));
    } catch (NoSuchEntityException e) {
      iam.createRole(
          request ->
              request
                  .roleName(roleName())
                  .path(rolePath())
                  .assumeRolePolicyDocument(TRUST)
                  .description("What functions deployed by wayfare may do: write their logs."));
    }
    iam.putRolePolicy(
        request ->
            request.roleName(roleName()).policyName(POLICY_NAME).policyDocument(logPolicy()));
  }

  private boolean hasPolicy(IamClient iam) {
    try {
      iam.getRolePolicy(request -> request.roleName(roleName()).policyName(POLICY_NAME));
      return true;
    } catch (NoSuchEntityException e) {
      return false;
    }
  }

  /** Lambda writes a function's log to the group {@code /aws/lambda/NAME}. */
  private String logPolicy() {
    String[] arn = account.role().split(":", -1);
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
    "Action":["logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"],\
    "Resource":"arn:%s:logs:*:%s:log-group:/aws/lambda/%s-*"}]}\
    """
        .formatted(arn[1], arn[4], prefix);
  }

  /** {@code name} of {@code arn:aws:iam::123456789012:role/path/name}. */
  private String roleName() {
    return account.role().substring(account.role().lastIndexOf('/') + 1);
  }

  private String rolePath() {
    String afterRole = account.role().substring(account.role().indexOf(":role/") + 5);
    return afterRole.substring(0, afterRole.lastIndexOf('/') + 1);
  }

  private SortedSet<String> bucketRegions() {
    return account.bucket() == null ? new TreeSet<>() : regions;
  }

  private boolean hasBucket(String region) {
    try (S3Client s3 = clients.s3(region)) {
      // The last that is made of it.
      s3.getBucketLifecycleConfiguration(
          request -> request.bucket(AwsCloud.bucketIn(account, region)));
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private void layBucket(String region, Progress progress) {
    String bucket = AwsCloud.bucketIn(account, region);
    try (S3Client s3 = clients.s3(region)) {
      CreateBucketRequest.Builder request = CreateBucketRequest.builder().bucket(bucket);
      if (!region.equals(FIRST_REGION)) { // The one that must not be named.
        request.createBucketConfiguration(it -> it.locationConstraint(region));
      }
      try {
        s3.createBucket(request.build());
      } catch (BucketAlreadyOwnedByYouException e) {
        progress.step("the bucket is there, and lacks its rules");
      }
      s3.putPublicAccessBlock(
          block ->
              block
                  .bucket(bucket)
                  .publicAccessBlockConfiguration(
                      it ->
                          it.blockPublicAcls(true)
                              .blockPublicPolicy(true)
                              .ignorePublicAcls(true)
                              .restrictPublicBuckets(true)));
      s3.putBucketLifecycleConfiguration(
          lifecycle ->
              lifecycle
                  .bucket(bucket)
                  .lifecycleConfiguration(
                      it ->
                          it.rules(
                              LifecycleRule.builder()
                                  .id("wayfare")
                                  .filter(all -> all.prefix("wayfare/"))
                                  .status(ExpirationStatus.ENABLED)
                                  .expiration(after -> after.days(1))
                                  .build())));
    }
  }

  @Override
  public void close() {
    clients.close();
  }
}
