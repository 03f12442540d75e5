package dev.wayfare.deployer.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.CloudException.Cause;
import dev.wayfare.deployer.Holding;
import dev.wayfare.deployer.LogLine;
import dev.wayfare.deployer.Patience;
import dev.wayfare.deployer.Release;
import dev.wayfare.deployer.Unit;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.Sku;
import dev.wayfare.router.config.AwsDeployment;
import dev.wayfare.router.deployed.InvalidStateException;
import dev.wayfare.router.deployed.Slot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;

class AwsCloudTest {
  private static final Unit UNIT = Unit.of("acme", "hello", "aws", "eu-west-1");
  private static final AwsDeployment ACCOUNT =
      new AwsDeployment("arn:aws:iam::123456789012:role/wayfare", "acme-{region}", false);

  /** Of a deployment of a second version beside one that serves. */
  private static final int REQUESTS = 24;

  private static final String SECRET = "a-key-that-nobody-may-see";

  private final AwsStandIn aws = AwsStandIn.start();
  private final List<String> steps = new ArrayList<>();
  private final AwsCloud cloud = cloud(ACCOUNT);
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    cloud.close();
    aws.close();
  }

  private AwsCloud cloud(AwsDeployment account) {
    return new AwsCloud(clients(aws.baseUrl()), account, impatient());
  }

  static AwsClients clients(URI endpoint) {
    StandardRetryStrategy retries =
        AwsRetryStrategy.standardRetryStrategy().toBuilder()
            .maxAttempts(3)
            .backoffStrategy(BackoffStrategy.retryImmediately())
            .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
            .circuitBreakerEnabled(false)
            .build();
    return new AwsClients(
        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")),
        endpoint,
        retries,
        UrlConnectionHttpClient.create());
  }

  /** Twenty looks and no more, without a pause. */
  private static Patience impatient() {
    var looks = new AtomicLong();
    return new Patience(Duration.ZERO, Duration.ofNanos(20), looks::getAndIncrement);
  }

  private Release release(String content) {
    return release(content, false, Sku.ARM64, 512);
  }

  private Release release(String content, boolean isPublic, String architecture, int memoryMib) {
    try {
      Path archive = Files.writeString(folder.resolve(content + ".zip"), content);
      return Release.of(
          archive,
          "ab".repeat(32),
          "0.1.0",
          sku("lambda", architecture, memoryMib),
          isPublic,
          Map.of("WAYFARE_ROUTER_KEY", SECRET));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Sku sku(String plan, String architecture, int memoryMib) {
    return new Sku(
        Provider.AWS,
        "eu-west-1",
        plan,
        architecture,
        memoryMib,
        BigDecimal.ZERO,
        Sku.LEAST_STORAGE_MIB);
  }

  private LambdaModel function() {
    return aws.function(UNIT.name());
  }

  private List<ObjectNode> statements(String alias) {
    return function().policies.getOrDefault(alias, List.of());
  }

  private URI put(Slot slot, Release release) {
    return cloud.put(UNIT, slot, release, steps::add);
  }

  @Test
  void whatIsPutIsThere() {
    aws.slow(3);
    Release release = release("one");

    URI endpoint = put(Slot.A, release);

    assertThat(endpoint)
        .isEqualTo(URI.create("https://acme-hello-aws-a.lambda-url.eu-west-1.on.aws/"));
    assertThat(aws.uploaded(UNIT.name(), "a")).asString().isEqualTo("one");
    assertThat(aws.environment(UNIT.name(), "a")).isEqualTo(release.environment());
    assertThat(cloud.holding(UNIT, Slot.A))
        .isEqualTo(new Holding.Deployed(release.digest(), "ab".repeat(32), "0.1.0", endpoint));
    assertThat(cloud.holding(UNIT, Slot.B)).isEqualTo(new Holding.Nothing());
    assertThat(steps)
        .containsExactly(
            "creating acme-hello-aws with 0.0 MiB",
            "publishing a version",
            "waiting for version 1",
            "leading slot a to version 1");
  }

  /** As one may who lost the lock in the minutes that SnapStart takes. */
  @Test
  void whoeverStopsAtAStepHasChangedNothingOfWhatFollows() {
    put(Slot.A, release("one"));
    Release two = release("two");
    aws.forget();
    assertThatThrownBy(
            () ->
                cloud.put(
                    UNIT,
                    Slot.A,
                    two,
                    step -> {
                      if (step.startsWith("leading")) {
                        throw new InvalidStateException("the lock is lost");
                      }
                    }))
        .isInstanceOf(InvalidStateException.class);
    assertThat(function().aliases).isEqualTo(Map.of("a", "1"));
    assertThat(aws.changes()).last().asString().endsWith("/versions");
  }

  @Test
  void theSecondTimeNothingIsChanged() {
    URI endpoint = put(Slot.A, release("one"));
    aws.forget();
    steps.clear();

    assertThat(put(Slot.A, release("one"))).isEqualTo(endpoint);
    assertThat(aws.changes()).isEmpty();
    assertThat(steps).isEmpty();
  }

  @Test
  void theOtherSlotStaysAsItWas() {
    aws.slow(2);
    put(Slot.A, release("one"));
    put(Slot.B, release("two", true, Sku.X86_64, 1024));

    assertThat(aws.uploaded(UNIT.name(), "a")).asString().isEqualTo("one");
    assertThat(aws.uploaded(UNIT.name(), "b")).asString().isEqualTo("two");
    assertThat(function().version("a").configuration.get("MemorySize").asInt()).isEqualTo(512);
    assertThat(function().version("b").configuration.get("MemorySize").asInt()).isEqualTo(1024);
    assertThat(function().version("a").configuration.get("Architectures").get(0).asText())
        .isEqualTo("arm64");
    assertThat(function().version("b").configuration.get("Architectures").get(0).asText())
        .isEqualTo("x86_64");
    assertThat(function().urls).isEqualTo(Map.of("a", "AWS_IAM", "b", "NONE"));
  }

  @Test
  void aSlotsVersionBeforeIsRemovedOnceNothingLeadsThere() {
    put(Slot.A, release("one"));
    put(Slot.B, release("two"));
    put(Slot.A, release("three"));

    assertThat(function().versions.keySet()).containsExactly("$LATEST", "2", "3");
    assertThat(function().aliases).isEqualTo(Map.of("a", "3", "b", "2"));
  }

  @Test
  void aVersionThatTheOtherSlotHasIsNotRemoved() {
    put(Slot.A, release("one"));
    put(Slot.B, release("one"));
    put(Slot.A, release("two"));

    assertThat(aws.uploaded(UNIT.name(), "b")).asString().isEqualTo("one");
  }

  @Test
  void aPublicUrlTakesBothPermissionsAndOneThatIsNotTakesNone() {
    put(Slot.A, release("one", true, Sku.ARM64, 512));

    assertThat(statements("a"))
        .extracting(it -> it.get("Action").asText())
        .containsExactly("lambda:InvokeFunctionUrl", "lambda:InvokeFunction");
    assertThat(statements("a").getFirst().get("FunctionUrlAuthType").asText()).isEqualTo("NONE");
    assertThat(statements("a").getLast().get("InvokedViaFunctionUrl").asBoolean()).isTrue();

    put(Slot.A, release("one"));

    assertThat(statements("a")).isEmpty();
    assertThat(function().urls).isEqualTo(Map.of("a", "AWS_IAM"));
  }

  @Test
  void snapStartIsForPublishedVersions() {
    try (AwsCloud snapped = cloud(new AwsDeployment(ACCOUNT.role(), null, true))) {
      snapped.put(UNIT, Slot.A, release("one"), steps::add);
    }

    assertThat(function().version("a").configuration.at("/SnapStart/ApplyOn").asText())
        .isEqualTo("PublishedVersions");
  }

  @Test
  void aLargePackageGoesByWayOfTheBucketAndLeavesNothingThere() throws IOException {
    Path large = folder.resolve("large.zip");
    try (var file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(Packages.MOST_DIRECT_BYTES + 1);
    }
    Release release =
        Release.of(large, "cd".repeat(32), "0.1.0", sku("lambda", Sku.ARM64, 512), false, Map.of());

    put(Slot.A, release);

    assertThat(aws.uploaded(UNIT.name(), "a")).hasSize((int) Packages.MOST_DIRECT_BYTES + 1);
    assertThat(aws.objects()).isEmpty();
    assertThat(aws.requests())
        .anyMatch(it -> it.startsWith("PUT /acme-eu-west-1/wayfare/acme-hello-aws/"));
  }

  @Test
  void whatIsNotOursIsLeftAlone() {
    put(Slot.A, release("one"));
    function().tags.clear();
    aws.forget();

    assertThat(cloud.holding(UNIT, Slot.B)).isInstanceOf(Holding.Foreign.class);
    CloudException refused = refused(() -> put(Slot.B, release("two")));
    assertThat(refused.why()).isEqualTo(Cause.NAME_TAKEN);
    assertThat(refused).hasMessageContaining("deployment.prefix");
    cloud.remove(UNIT, steps::add);

    assertThat(aws.changes()).isEmpty();
    assertThat(aws.hasFunction(UNIT.name())).isTrue();
  }

  @Test
  void removingTakesTheFunctionAndWhatIsLeftInTheBucketAndMayBeRepeated() {
    put(Slot.A, release("one"));
    Unit other = Unit.of("acme", "hello", "aws-2", "eu-west-1");
    cloud.put(other, Slot.A, release("one"), steps::add);

    cloud.remove(UNIT, steps::add);
    cloud.remove(UNIT, steps::add);

    assertThat(aws.hasFunction(UNIT.name())).isFalse();
    assertThat(aws.hasFunction(other.name())).isTrue();
    assertThat(cloud.holding(UNIT, Slot.A)).isEqualTo(new Holding.Nothing());
  }

  @Test
  void aFunctionThatCouldNotBeMadeIsSaidToBeInAHalfState() {
    put(Slot.A, release("one"));
    function().latest().configuration.put("State", "Failed");
    function().latest().configuration.put("StateReason", "the disk is full");

    CloudException failed = refused(() -> put(Slot.B, release("two")));

    assertThat(failed.why()).isEqualTo(Cause.HALF_STATE);
    assertThat(failed)
        .hasMessage(
            "AWS could not make the function acme-hello-aws in eu-west-1 (the disk is full); remove"
                + " it with wayfare destroy --target aws, and deploy again");
  }

  @Test
  void aVersionThatDoesNotGetReadyIsNotLedTo() {
    put(Slot.A, release("one"));
    aws.slow(10_000);

    CloudException late = refused(() -> put(Slot.A, release("two")));

    assertThat(late.why()).isEqualTo(Cause.TIMED_OUT);
    assertThat(aws.uploaded(UNIT.name(), "a")).asString().isEqualTo("one");
  }

  @Test
  void aRoleThatCannotBeAssumedYetIsWaitedFor() {
    aws.fail(
        it -> it.startsWith("POST /2015-03-31/functions"),
        400,
        "InvalidParameterValueException",
        "The role defined for the function cannot be assumed by Lambda.");

    put(Slot.A, release("one"));

    assertThat(aws.uploaded(UNIT.name(), "a")).asString().isEqualTo("one");
  }

  @Test
  void throttledCallsAreRepeated() {
    for (int i = 0; i < 2; i++) {
      aws.fail(it -> it.contains("/versions"), 429, "TooManyRequestsException", "Rate exceeded");
    }

    put(Slot.A, release("one"));

    assertThat(aws.requests()).filteredOn(it -> it.matches("POST .*/versions")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|ExpiredTokenException|The security token included in the request is"
            + " expired|CREDENTIALS|the AWS credentials have expired",
        "403|UnrecognizedClientException|The security token included in the request is"
            + " invalid|CREDENTIALS|does not accept the credentials",
        "403|AccessDeniedException|User: arn:aws:iam::1:user/x is not authorized to perform:"
            + " lambda:CreateFunction on resource: y|PERMISSION|lack the permission"
            + " lambda:CreateFunction",
        "400|CodeStorageExceededException|Code storage limit exceeded.|QUOTA|Service Quotas",
        "429|TooManyRequestsException|Rate exceeded|THROTTLED|wait a minute",
        "400|InvalidParameterValueException|Lambda was unable to configure your environment"
            + " variables|REFUSED|unable to configure",
        "500|ServiceException|internal error|REFUSED|internal error"
      })
  void everyErrorIsOneSentenceWithTheRequestsId(
      int status, String code, String message, Cause cause, String words) {
    for (int i = 0; i < 3; i++) {
      aws.fail(it -> it.startsWith("POST /2015-03-31/functions"), status, code, message);
    }

    CloudException refused = refused(() -> put(Slot.A, release("one")));

    assertThat(refused.why()).isEqualTo(cause);
    assertThat(refused).message().contains(words).doesNotContain("\n").doesNotContain(SECRET);
    assertThat(refused.requestId()).isPresent();
  }

  @Test
  void aRegionWithoutAHostIsSaidToBeNone() {
    var real =
        new AwsClients(
            clients(aws.baseUrl()).credentials(),
            URI.create("http://lambda.nowhere.invalid"),
            clients(aws.baseUrl()).retries(),
            UrlConnectionHttpClient.create());
    try (var nowhere = new AwsCloud(real, ACCOUNT, impatient())) {
      CloudException failed = refused(() -> nowhere.holding(UNIT, Slot.A));

      assertThat(failed.why()).isEqualTo(Cause.REGION);
      assertThat(failed)
          .hasMessageContaining("eu-west-1")
          .hasMessageContaining("lambda.nowhere.invalid");
    }
  }

  @Test
  void aPlanWhoseSizeTheFileDoesNotStateIsRefused() throws IOException {
    Release ready =
        Release.of(
            Files.writeString(folder.resolve("x.zip"), "x"),
            "ab".repeat(32),
            "0.1.0",
            sku("lambda-provisioned", Sku.ARM64, 512),
            false,
            Map.of());

    assertThat(refused(() -> put(Slot.A, ready)).why()).isEqualTo(Cause.REFUSED);
    assertThat(aws.requests()).isEmpty();
  }

  @Test
  void logsAreThoseOfTheSlotsVersion() {
    put(Slot.A, release("one"));
    put(Slot.B, release("two"));
    aws.log("2026/11/26/[1]aa", 1_000, "old\n");
    aws.log("2026/11/26/[1]aa", 3_000, "one\n");
    aws.log("2026/11/26/[2]bb", 4_000, "two\n");
    aws.log("2026/11/26/[1]cc", 5_000, "three\n");

    assertThat(cloud.logs(UNIT, Slot.A, Instant.ofEpochMilli(2_000), 10))
        .containsExactly(
            new LogLine(Instant.ofEpochMilli(3_000), "one"),
            new LogLine(Instant.ofEpochMilli(5_000), "three"));
    assertThat(cloud.logs(UNIT, Slot.A, Instant.EPOCH, 1))
        .containsExactly(new LogLine(Instant.ofEpochMilli(5_000), "three"));
  }

  private static IntStream requestsOfARun() {
    return IntStream.rangeClosed(1, REQUESTS);
  }

  /** At each of the requests of a deployment of a second version beside one that serves. */
  @ParameterizedTest
  @MethodSource("requestsOfARun")
  void whatWasKilledAtAnyRequestIsFinishedByTheNextRun(int n) {
    Release second = release("two", true, Sku.X86_64, 1024);
    put(Slot.A, release("one"));
    URI other = put(Slot.B, release("zero"));
    Holding before = cloud.holding(UNIT, Slot.A);
    aws.deafAfter(n);
    try (AwsCloud killed = cloud(ACCOUNT)) {
      refused(() -> killed.put(UNIT, Slot.B, second, steps::add));
    }
    aws.hears();
    assertThat(cloud.holding(UNIT, Slot.A)).isEqualTo(before);

    assertThat(put(Slot.B, second)).isEqualTo(other);

    assertThat(cloud.holding(UNIT, Slot.A)).isEqualTo(before);
    assertThat(cloud.holding(UNIT, Slot.B))
        .isEqualTo(new Holding.Deployed(second.digest(), "ab".repeat(32), "0.1.0", other));
    assertThat(aws.uploaded(UNIT.name(), "b")).asString().isEqualTo("two");
    put(Slot.B, release("three"));
    assertThat(function().versions.keySet()).containsExactly("$LATEST", "1", "4");
  }

  private static CloudException refused(Runnable call) {
    CloudException thrown = catchThrowableOfType(CloudException.class, call::run);
    assertThat(thrown).isNotNull();
    return thrown;
  }

  /** The version that is to be private is on a public URL at no moment, nor after any kill. */
  @ParameterizedTest
  @MethodSource("requestsOfARun")
  void whatIsNotPublicIsNeverOpenWhereverARunWasKilled(int n) {
    Release closed = release("two");
    put(Slot.A, release("one"));
    put(Slot.B, release("zero", true, Sku.ARM64, 512));
    aws.onLead(
        (name, alias) -> {
          assertThat(function().urls.get(alias)).isEqualTo("AWS_IAM");
          assertThat(statements(alias)).isEmpty();
        });
    aws.deafAfter(n);
    try (AwsCloud killed = cloud(ACCOUNT)) {
      killed.put(UNIT, Slot.B, closed, steps::add);
    } catch (CloudException e) {
      assertThat(e.why()).isEqualTo(Cause.UNREACHABLE);
    }
    aws.hears();

    put(Slot.B, closed);

    assertThat(function().urls.get("b")).isEqualTo("AWS_IAM");
    assertThat(statements("b")).isEmpty();
    assertThat(aws.uploaded(UNIT.name(), "b")).asString().isEqualTo("two");
  }

  @Test
  void whatAKilledRunLeftOpenOrClosedIsMended() {
    put(Slot.A, release("one"));
    function().urls.put("a", "NONE");

    put(Slot.A, release("one"));

    assertThat(function().urls.get("a")).isEqualTo("AWS_IAM");
  }

  @Test
  void aVersionThatDidNotStartIsPublishedAnew() {
    put(Slot.A, release("one"));
    put(Slot.B, release("two"));
    function().aliases.put("b", "1");
    function().version("2").configuration.put("State", "Failed");

    put(Slot.B, release("two"));

    assertThat(function().aliases).isEqualTo(Map.of("a", "1", "b", "3"));
    assertThat(function().versions).doesNotContainKey("2");
  }

  @Test
  void aVersionThatNobodyCalledForWeeksIsStillThere() {
    Release release = release("one");
    URI endpoint = put(Slot.A, release);
    function().version("1").configuration.put("State", "Inactive");

    assertThat(cloud.holding(UNIT, Slot.A))
        .isEqualTo(new Holding.Deployed(release.digest(), "ab".repeat(32), "0.1.0", endpoint));
  }

  @Test
  void anEnvironmentThatAwsQuotesIsNotToldOn() {
    aws.fail(
        it -> it.startsWith("POST /2015-03-31/functions"),
        400,
        "InvalidParameterValueException",
        "Lambda was unable to configure your environment variables because they exceeded the 4KB"
            + " limit. String measured: {\"WAYFARE_ROUTER_KEY\":\""
            + SECRET
            + "\"}");

    CloudException refused = refused(() -> put(Slot.A, release("one")));

    assertThat(refused).hasMessageContaining("4KB limit");
    assertThat(String.valueOf(refused.getMessage()) + refused.getCause()).doesNotContain(SECRET);
  }

  @Test
  void aCleanRunMakesAsManyRequestsAsTheTestOfKillsKnows() {
    put(Slot.A, release("one"));
    put(Slot.B, release("zero"));
    aws.forget();
    put(Slot.B, release("two", true, Sku.X86_64, 1024));

    assertThat(aws.requests()).hasSize(REQUESTS);
  }

  @Test
  void aConditionThatNeverHoldsIsNotWaitedForForEver() {
    Predicate<String> any = it -> it.contains("/versions");
    for (int i = 0; i < 100; i++) {
      aws.fail(any, 409, "ResourceConflictException", "An update is in progress");
    }

    CloudException late = refused(() -> put(Slot.A, release("one")));

    assertThat(late.why()).isEqualTo(Cause.TIMED_OUT);
    assertThat(late)
        .hasMessageContaining("changes of acme-hello-aws in eu-west-1 that another run began");
  }
}
