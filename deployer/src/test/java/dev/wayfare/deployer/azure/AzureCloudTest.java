package dev.wayfare.deployer.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.credential.AccessToken;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.identity.CredentialUnavailableException;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpServer;
import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.CloudException.Cause;
import dev.wayfare.deployer.Holding;
import dev.wayfare.deployer.Patience;
import dev.wayfare.deployer.Release;
import dev.wayfare.deployer.Unit;
import dev.wayfare.pricing.Sku;
import dev.wayfare.router.config.AzureDeployment;
import dev.wayfare.router.deployed.Slot;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

final class AzureCloudTest {
  private static final String SUBSCRIPTION = "00000000-0000-0000-0000-000000000001";
  private static final String GROUP = "acme";
  private static final String STORAGE = "acmepackages";
  private static final Unit UNIT = Unit.of("acme", "hello", "azure", "westeurope");
  private static final String APP_A = "acme-hello-azure-a";
  private static final String APP_B = "acme-hello-azure-b";
  private static final String SECRET = "a-key-that-nobody-may-see";
  private static final int RETRIES = 2;

  @TempDir static Path shared;
  @TempDir Path folder;

  private AzureStandIn azure;
  private AzureCloud cloud;
  private final List<String> steps = new ArrayList<>();

  @BeforeEach
  void start() {
    azure = AzureStandIn.start(shared);
    azure.lay(
        SUBSCRIPTION, GROUP, STORAGE, AzureAccount.of(deployment(azure.baseUrl())).identity());
    cloud = cloud(azure);
  }

  @AfterEach
  void stop() {
    cloud.close();
    azure.close();
  }

  private static AzureDeployment deployment(URI endpoint) {
    return new AzureDeployment(SUBSCRIPTION, GROUP, STORAGE, null, endpoint);
  }

  private static AzureCloud cloud(AzureStandIn azure) {
    return new AzureCloud(deployment(azure.baseUrl()), access(azure), impatient());
  }

  static AzureAccess access(AzureStandIn azure) {
    return new AzureAccess(
        new JdkHttpClientBuilder(HttpClient.newBuilder().sslContext(azure.certificate().client()))
            .build(),
        _ -> Mono.just(new AccessToken("a-token", OffsetDateTime.MAX)),
        new RetryOptions(new FixedDelayOptions(RETRIES, Duration.ofMillis(1))));
  }

  /** Twenty looks and no more, without a pause. */
  static Patience impatient() {
    var looks = new AtomicLong();
    return new Patience(Duration.ZERO, Duration.ofNanos(20), looks::getAndIncrement);
  }

  private Release release(String content) {
    return release(content, Sku.flex("westeurope", 2048), true);
  }

  private Release release(String content, Sku sku, boolean isPublic) {
    try {
      Path archive = folder.resolve(content + ".zip");
      try (OutputStream out = Files.newOutputStream(archive);
          var zip = new ZipOutputStream(out)) {
        zip.putNextEntry(new ZipEntry("function/function.json"));
        zip.write(content.getBytes(StandardCharsets.UTF_8));
      }
      return Release.of(
          archive, "ab".repeat(32), "0.1.0", sku, isPublic, Map.of("WAYFARE_ROUTER_KEY", SECRET));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private URI put(Slot slot, Release release) {
    return cloud.put(UNIT, slot, release, steps::add);
  }

  private CloudException refusal(Release release) {
    return catchThrowableOfType(CloudException.class, () -> put(Slot.A, release));
  }

  private static byte[] bytes(Release release) {
    try {
      return Files.readAllBytes(release.archive());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String app(String name) {
    return "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Web/sites/%s"
        .formatted(SUBSCRIPTION, GROUP, name);
  }

  private static Predicate<String> request(String method, String part) {
    return line -> line.startsWith(method + " ") && line.contains(part);
  }

  @Test
  void whatIsPutIsThere() {
    azure.slow(3);
    Release release = release("one");

    URI endpoint = put(Slot.A, release);

    assertThat(endpoint).isEqualTo(URI.create("https://acme-hello-azure-a.azurewebsites.net"));
    assertThat(azure.uploaded(APP_A)).isEqualTo(bytes(release));
    assertThat(cloud.holding(UNIT, Slot.A))
        .isEqualTo(new Holding.Deployed(release.digest(), "ab".repeat(32), "0.1.0", endpoint));
    assertThat(cloud.holding(UNIT, Slot.B)).isEqualTo(new Holding.Nothing());
    assertThat(steps)
        .containsExactly(
            "container acme-hello-azure-a",
            "plan acme-hello-azure-a-plan",
            "app acme-hello-azure-a",
            "uploading 0.0 MiB",
            "waiting for the functions of acme-hello-azure-a");
  }

  @Test
  void anAppIsWhatFlexConsumptionAsksFor() {
    Release release =
        release("one", Sku.flex("westeurope", 4096).withPlan("flex-always-ready"), true);

    put(Slot.A, release);

    var app = azure.manager().resource(app(APP_A));
    assertThat(app.path("kind").asText()).isEqualTo("functionapp,linux");
    assertThat(app.path("tags").properties())
        .containsExactlyInAnyOrder(
            Map.entry("wayfare", TextNode.valueOf(UNIT.name())),
            Map.entry("wayfare-release", TextNode.valueOf(release.digest())));
    assertThat(app.at("/properties/httpsOnly").asBoolean()).isTrue();
    assertThat(app.at("/identity/type").asText()).isEqualTo("UserAssigned");
    String identity =
        "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.ManagedIdentity/userAssignedIdentities/wayfare"
            .formatted(SUBSCRIPTION, GROUP);
    assertThat(app.at("/properties/functionAppConfig").toPrettyString())
        .isEqualToNormalizingWhitespace(
            """
            {
              "deployment" : {
                "storage" : {
                  "type" : "blobContainer",
                  "value" : "https://acmepackages.blob.core.windows.net/acme-hello-azure-a",
                  "authentication" : {
                    "type" : "UserAssignedIdentity",
                    "userAssignedIdentityResourceId" : "%s"
                  }
                }
              },
              "runtime" : {
                "name" : "java",
                "version" : "21"
              },
              "scaleAndConcurrency" : {
                "alwaysReady" : [ {
                  "name" : "http",
                  "instanceCount" : 1
                } ],
                "maximumInstanceCount" : 100,
                "instanceMemoryMB" : 4096
              }
            }
            """
                .formatted(identity));
    var plan = azure.manager().resource(app(APP_A).replace("/sites/", "/serverfarms/") + "-plan");
    assertThat(plan.path("sku").toString())
        .isEqualTo("{\"name\":\"FC1\",\"tier\":\"FlexConsumption\"}");
    assertThat(plan.at("/properties/reserved").asBoolean()).isTrue();
    var expected = new HashMap<>(release.environment());
    expected.put(
        "AzureWebJobsStorage__blobServiceUri", "https://acmepackages.blob.core.windows.net/");
    expected.put(
        "AzureWebJobsStorage__queueServiceUri", "https://acmepackages.queue.core.windows.net/");
    expected.put(
        "AzureWebJobsStorage__tableServiceUri", "https://acmepackages.table.core.windows.net/");
    expected.put("AzureWebJobsStorage__credential", "managedidentity");
    expected.put(
        "AzureWebJobsStorage__clientId",
        azure.manager().resource(identity).at("/properties/clientId").asText());
    expected.put("AzureFunctionsWebHost__hostid", AzureNames.of(UNIT, Slot.A).hostId());
    assertThat(azure.settings(APP_A)).isEqualTo(expected);
  }

  @Test
  void hostsOfTwoSlotsShareNoIdHoweverLongTheirNames() {
    Unit unit = Unit.of("acme", "a-function-of-a-very-long-name", "target", "westeurope");
    String a = AzureNames.of(unit, Slot.A).hostId();

    assertThat(a).hasSize(32).isNotEqualTo(AzureNames.of(unit, Slot.B).hostId());
  }

  @Test
  void whatIsThereIsNotPutAgain() {
    Release release = release("one");
    URI endpoint = put(Slot.A, release);
    azure.forget();
    steps.clear();

    assertThat(put(Slot.A, release)).isEqualTo(endpoint);

    assertThat(azure.changes()).isEmpty();
    assertThat(steps).isEmpty();
  }

  @Test
  void aNewReleaseInTheOtherSlotLeavesTheFirstAlone() {
    Release one = release("one");
    put(Slot.A, one);
    var before = azure.manager().resource(app(APP_A)).deepCopy();
    azure.forget();

    put(Slot.B, release("two"));

    assertThat(azure.changes()).isNotEmpty().noneMatch(line -> line.contains(APP_A));
    assertThat(azure.manager().resource(app(APP_A))).isEqualTo(before);
    assertThat(azure.uploaded(APP_A)).isEqualTo(bytes(one));
  }

  @Test
  void aReleaseTakesAnothersPlaceInASlot() {
    put(Slot.A, release("one"));
    azure.manager().resource(app(APP_A)).withObject("/tags").put("cost-center", "7");
    Release two = release("two", Sku.flex("westeurope", 512), true);

    URI endpoint = put(Slot.A, two);

    assertThat(azure.manager().resource(app(APP_A)).at("/tags/cost-center").asText())
        .isEqualTo("7");

    assertThat(azure.uploaded(APP_A)).isEqualTo(bytes(two));
    assertThat(cloud.holding(UNIT, Slot.A))
        .isEqualTo(new Holding.Deployed(two.digest(), "ab".repeat(32), "0.1.0", endpoint));
    assertThat(azure.manager().made())
        .containsExactlyInAnyOrder(made(APP_A).toArray(String[]::new));
  }

  private static List<String> made(String app) {
    String group = "/subscriptions/%s/resourcegroups/%s/providers/".formatted(SUBSCRIPTION, GROUP);
    return List.of(
        group + "microsoft.web/sites/" + app,
        group + "microsoft.web/serverfarms/" + app + "-plan",
        group
            + "microsoft.storage/storageaccounts/acmepackages/blobservices/default/containers/"
            + app);
  }

  @Test
  void removingTakesWhatIsOursAndNothingElse() {
    put(Slot.A, release("one"));
    put(Slot.B, release("two"));
    String foreign = app("acme-hello-azure");
    azure.manager().put(foreign, "{\"location\":\"westeurope\"}");

    cloud.remove(UNIT, steps::add);

    assertThat(azure.manager().made()).containsExactly(foreign.toLowerCase(Locale.ROOT));
    assertThat(cloud.holding(UNIT, Slot.A)).isEqualTo(new Holding.Nothing());
    azure.forget();
    cloud.remove(UNIT, steps::add);
    assertThat(azure.changes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Microsoft.Web/sites/%s",
        "Microsoft.Web/serverfarms/%s-plan",
        "Microsoft.Storage/storageAccounts/acmepackages/blobServices/default/containers/%s"
      })
  void whatBearsNoMarkIsNeitherTakenNorRemoved(String type) {
    String id =
        "/subscriptions/%s/resourceGroups/%s/providers/".formatted(SUBSCRIPTION, GROUP)
            + type.formatted(APP_A);
    azure
        .manager()
        .put(
            id,
            "{\"location\":\"westeurope\",\"tags\":{\"wayfare\":\"another\"},\"properties\":{\"metadata\":{\"wayfare\":\"another\"}}}");

    CloudException refusal = refusal(release("one"));
    assertThat(refusal.why()).isEqualTo(Cause.NAME_TAKEN);
    assertThat(refusal).hasMessageContaining("deployment.prefix");
    cloud.remove(UNIT, steps::add);
    assertThat(azure.manager().made()).contains(id.toLowerCase(Locale.ROOT));
  }

  @Test
  void anAppOfThatNameThatIsNotOursIsForeign() {
    azure.manager().put(app(APP_A), "{\"location\":\"westeurope\"}");

    assertThat(cloud.holding(UNIT, Slot.A))
        .isEqualTo(
            new Holding.Foreign(
                "the app acme-hello-azure-a, which does not bear the tag"
                    + " wayfare=acme-hello-azure"));
  }

  @Test
  void whatWasChangedByHandIsHalfAndMended() {
    Release release = release("one");
    URI endpoint = put(Slot.A, release);
    azure.manager().setting(APP_A, Release.RELEASE_VARIABLE, "sha256:other");

    assertThat(cloud.holding(UNIT, Slot.A))
        .isEqualTo(
            new Holding.Half(
                "the app acme-hello-azure-a has other settings than it was deployed with"));
    put(Slot.A, release);
    assertThat(cloud.holding(UNIT, Slot.A))
        .isEqualTo(new Holding.Deployed(release.digest(), "ab".repeat(32), "0.1.0", endpoint));
  }

  @Test
  void anAppThatIsStoppedIsHalf() {
    put(Slot.A, release("one"));
    azure.manager().resource(app(APP_A)).withObject("/properties").put("state", "Stopped");

    assertThat(cloud.holding(UNIT, Slot.A))
        .isEqualTo(new Holding.Half("the app acme-hello-azure-a is Stopped"));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            "PUT",
            "/sites/",
            401,
            "ExpiredAuthenticationToken",
            "The access token expiry UTC time is earlier than current UTC time",
            Cause.CREDENTIALS,
            "az login"),
        Arguments.of(
            "PUT",
            "/sites/",
            403,
            "AuthorizationFailed",
            "The client 'x' with object id 'y' does not have authorization to perform action"
                + " 'Microsoft.Web/sites/write' over scope '/s' or the scope is invalid.",
            Cause.PERMISSION,
            "the permission Microsoft.Web/sites/write;"),
        Arguments.of(
            "PUT",
            "/sites/",
            403,
            "LinkedAuthorizationFailed",
            "The client has permission to perform action 'Microsoft.Web/sites/write' on scope '/s';"
                + " however, it does not have permission to perform action(s)"
                + " 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action' on the linked"
                + " scope(s)",
            Cause.PERMISSION,
            "the permission Microsoft.ManagedIdentity/userAssignedIdentities/assign/action;"),
        Arguments.of(
            "PUT",
            "/serverfarms/",
            401,
            "Unauthorized",
            "Operation cannot be completed without additional quota. Current Limit (FC1 VMs): 0.",
            Cause.QUOTA,
            "FC1 VMs"),
        Arguments.of(
            "PUT",
            "/serverfarms/",
            400,
            "LocationNotAvailableForResourceType",
            "The provided location 'x' is not available for resource type"
                + " 'Microsoft.Web/serverFarms'.",
            Cause.REGION,
            "list-flexconsumption-locations"),
        Arguments.of(
            "PUT",
            "/serverfarms/",
            409,
            "InvalidResourceLocation",
            "The resource already exists in location 'northeurope'.",
            Cause.REGION,
            "wayfare destroy"),
        Arguments.of(
            "PUT",
            "/containers/",
            409,
            "ContainerBeingDeleted",
            "The specified container is being deleted. Try operation later.",
            Cause.HALF_STATE,
            "run the same again"),
        Arguments.of(
            "PUT",
            "/serverfarms/",
            409,
            "MissingSubscriptionRegistration",
            "The subscription is not registered to use namespace 'Microsoft.Web'.",
            Cause.REFUSED,
            "wayfare bootstrap"),
        Arguments.of(
            "PUT",
            "/sites/",
            403,
            "RequestDisallowedByPolicy",
            "Resource was disallowed by policy.",
            Cause.REFUSED,
            "disallowed by policy"),
        Arguments.of(
            "GET",
            "/storageAccounts/acmepackages?",
            404,
            "ResourceNotFound",
            "The storage account was not found.",
            Cause.REFUSED,
            "wayfare bootstrap"),
        Arguments.of(
            "GET",
            "/sites/",
            404,
            "SubscriptionNotFound",
            "The subscription could not be found.",
            Cause.REFUSED,
            "SubscriptionNotFound"),
        Arguments.of(
            "POST",
            "/api/publish",
            403,
            "Forbidden",
            "no",
            Cause.PERMISSION,
            "docs/deploy-azure.md"),
        Arguments.of(
            "PUT",
            "/sites/",
            400,
            "BadRequest",
            "AppSetting with name(s) 'X' are not allowed.",
            Cause.REFUSED,
            "AppSetting with name(s) 'X' are not allowed); "));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aRefusalIsOneSentenceWithTheNextStep(
      String method, String part, int status, String code, String said, Cause cause, String words) {
    azure.fail(request(method, part), status, code, said);

    CloudException refusal = refusal(release("one"));

    assertThat(refusal.why()).isEqualTo(cause);
    assertThat(refusal).hasMessageContaining(words);
    assertThat(refusal.getMessage()).doesNotContain("\n").startsWith("could not ");
    assertThat(refusal.requestId()).hasValue("id-of-failure");
  }

  @Test
  void aNameThatSomebodyElseHasIsSaid() {
    azure.manager().isTakenElsewhere(APP_A);

    CloudException refusal = refusal(release("one"));

    assertThat(refusal.why()).isEqualTo(Cause.NAME_TAKEN);
    assertThat(refusal)
        .hasMessageContaining("Website with given name acme-hello-azure-a already exists");
    assertThat(refusal.requestId()).hasValueSatisfying(id -> assertThat(id).startsWith("id-"));
  }

  @Test
  void withoutTheRightToTheStorageAccountAPackageIsNotTaken() {
    azure.manager().withdrawRoles();

    CloudException refusal = refusal(release("one"));

    assertThat(refusal.why()).isEqualTo(Cause.PERMISSION);
    assertThat(refusal).hasMessageContaining("wayfare bootstrap");
  }

  @Test
  void aThrottledCallIsRepeated() {
    for (int i = 0; i < RETRIES; i++) {
      azure.answer(request("PUT", "/sites/"), 429, Map.of("Retry-After", "0"), "{}");
    }

    put(Slot.A, release("one"));

    assertThat(azure.requests()).filteredOn(request("PUT", "/sites/")).hasSize(2 + RETRIES);
  }

  @Test
  void throttlingThatDoesNotEndIsSaid() {
    for (int i = 0; i <= RETRIES; i++) {
      azure.answer(
          request("PUT", "/sites/"),
          429,
          Map.of("Retry-After", "0"),
          "{\"error\":{\"code\":\"TooManyRequests\",\"message\":\"slow down\"}}");
    }

    CloudException refusal = refusal(release("one"));

    assertThat(refusal.why()).isEqualTo(Cause.THROTTLED);
    assertThat(refusal.requestId()).hasValue("id-of-failure");
  }

  @Test
  void anOperationThatDoesNotEndIsSaid() {
    azure.slow(1000);

    CloudException refusal = refusal(release("one"));

    assertThat(refusal.why()).isEqualTo(Cause.TIMED_OUT);
    assertThat(refusal).hasMessageContaining("create the plan acme-hello-azure-a-plan");
  }

  @ParameterizedTest
  @CsvSource({
    "InternalServerError, it broke, HALF_STATE",
    "QuotaExceeded, too many of them, QUOTA",
  })
  void anOperationThatFailsLaterIsSaid(String code, String message, Cause cause) {
    azure.slow(2);
    azure.manager().nextOperationFails(code, message);

    CloudException refusal = refusal(release("one"));

    assertThat(refusal.why()).isEqualTo(cause);
    assertThat(refusal).hasMessageContaining(code + ": " + message);
    assertThat(refusal.requestId()).hasValueSatisfying(id -> assertThat(id).startsWith("id-"));
  }

  @Test
  void aPackageThatCannotBeDeployedIsSaid() {
    azure.manager().site(APP_A).nextFails();

    CloudException refusal = refusal(release("one"));

    assertThat(refusal.why()).isEqualTo(Cause.HALF_STATE);
    assertThat(refusal).hasMessageContaining("Package deployment failed");
    assertThat(refusal.requestId()).hasValueSatisfying(id -> assertThat(id).startsWith("id-"));
    assertThat(cloud.holding(UNIT, Slot.A))
        .isEqualTo(
            new Holding.Half("the app acme-hello-azure-a has no package of its release, yet"));
  }

  @Test
  void anotherRunsDeploymentIsWaitedFor() {
    put(Slot.A, release("one"));
    azure.slow(5);
    azure.manager().site(APP_A).publish(new byte[] {1}, 5);
    Release two = release("two");

    put(Slot.A, two);

    assertThat(azure.uploaded(APP_A)).isEqualTo(bytes(two));
    assertThat(azure.requests()).filteredOn(request("POST", "/api/publish")).hasSize(2);
  }

  @Test
  void aPackageWithoutFunctionsIsNotAwaitedForEver() throws IOException {
    Path archive = Files.writeString(folder.resolve("empty.zip"), "no zip");
    Release empty =
        Release.of(archive, "ab".repeat(32), "0.1.0", Sku.flex("westeurope", 2048), true, Map.of());

    CloudException refusal = refusal(empty);

    assertThat(refusal.why()).isEqualTo(Cause.TIMED_OUT);
    assertThat(refusal).hasMessageContaining("find the functions");
  }

  @Test
  void whatDoesNotAnswerIsUnreachable() {
    azure.deafFrom(1);

    assertThat(refusal(release("one")).why()).isEqualTo(Cause.UNREACHABLE);
  }

  @Test
  void whoHasNoCredentialsIsToldSo() {
    AzureAccess whole = access(azure);
    var without =
        new AzureAccess(
            whole.http(),
            _ -> Mono.error(new CredentialUnavailableException("none")),
            whole.retries());
    cloud = new AzureCloud(deployment(azure.baseUrl()), without, impatient());

    CloudException refusal = refusal(release("one"));

    assertThat(refusal.why()).isEqualTo(Cause.CREDENTIALS);
    assertThat(refusal).hasMessageContaining("az login");
  }

  @Test
  void noVariablesValueIsRepeated() {
    azure.fail(request("PUT", "/sites/"), 400, "BadRequest", "Bad value " + SECRET);

    CloudException refusal = refusal(release("one"));

    var all = new StringWriter();
    refusal.printStackTrace(new PrintWriter(all));
    assertThat(all.toString()).doesNotContain(SECRET).contains("Bad value ***");
    assertThat(refusal.requestId()).hasValue("id-of-failure");
    assertThat(String.join(",", steps)).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "consumption, 1024, true, plan flex",
    "flex, 1024, true, '512, 2048 and 4096'",
    "flex, 2048, false, 'auth: none'"
  })
  void whatAzureWouldNotDoIsRefusedBeforeAnythingIsAsked(
      String plan, int memoryMib, boolean isPublic, String words) {
    Sku sku = Sku.flex("westeurope", memoryMib).withPlan(plan);

    CloudException refusal = refusal(release("one", sku, isPublic));

    assertThat(refusal.why()).isEqualTo(Cause.REFUSED);
    assertThat(refusal).hasMessageContaining(words);
    assertThat(azure.requests()).isEmpty();
  }

  @Test
  void logsAreSaidToBeElsewhere() {
    CloudException refusal =
        catchThrowableOfType(
            CloudException.class, () -> cloud.logs(UNIT, Slot.A, Instant.EPOCH, 10));

    assertThat(refusal.why()).isEqualTo(Cause.REFUSED);
    assertThat(refusal).hasMessageContaining("Application Insights");
  }

  @Test
  void theStandInPassesOnWhatItsFunctionsAreAsked() throws Exception {
    HttpServer function =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    function.createContext(
        "/",
        exchange -> {
          byte[] asked = exchange.getRequestURI().toString().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, asked.length);
          exchange.getResponseBody().write(asked);
          exchange.close();
        });
    function.start();
    try {
      azure.serveFunctionsHere();
      azure.functions(
          app ->
              app.equals(APP_A)
                  ? URI.create("http://127.0.0.1:" + function.getAddress().getPort())
                  : null);
      URI endpoint = put(Slot.A, release("one"));

      HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint + "/hello?a=b")).build();
      try (HttpClient client =
          HttpClient.newBuilder().sslContext(azure.certificate().client()).build()) {
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
            .isEqualTo("/hello?a=b");
      }
    } finally {
      function.stop(0);
    }
  }

  /** The requests of putting a second release beside one that serves, with operations that last. */
  private static final int REQUESTS = 23;

  static IntStream stops() {
    return IntStream.rangeClosed(1, REQUESTS);
  }

  @ParameterizedTest
  @MethodSource("stops")
  void aRunThatIsStoppedAnywhereIsRunAgain(int n) {
    Release one = release("one");
    put(Slot.A, one);
    Release two = release("two");
    azure.slow(1);
    azure.deafFrom(n);
    CloudException stopped = catchThrowableOfType(CloudException.class, () -> put(Slot.B, two));
    assertThat(stopped).isNotNull();
    azure.hears();

    AzureCloud fresh = cloud(azure);
    assertThat(fresh.holding(UNIT, Slot.A)).isInstanceOf(Holding.Deployed.class);
    URI endpoint = fresh.put(UNIT, Slot.B, two, steps::add);

    assertThat(fresh.holding(UNIT, Slot.B))
        .isEqualTo(new Holding.Deployed(two.digest(), "ab".repeat(32), "0.1.0", endpoint));
    assertThat(azure.uploaded(APP_A)).isEqualTo(bytes(one));
    assertThat(azure.uploaded(APP_B)).isEqualTo(bytes(two));
    assertThat(azure.manager().made())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(made(APP_A).stream(), made(APP_B).stream()).toList());
    azure.forget();
    fresh.put(UNIT, Slot.B, two, steps::add);
    assertThat(azure.changes()).isEmpty();
  }

  @Test
  void allRequestsOfARunAreStoppedAt() {
    put(Slot.A, release("one"));
    azure.slow(1);
    azure.forget();

    put(Slot.B, release("two"));

    assertThat(azure.requests()).hasSize(REQUESTS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void aRemovalThatIsStoppedAnywhereIsRunAgain(int n) {
    put(Slot.A, release("one"));
    put(Slot.B, release("two"));
    azure.deafFrom(n);
    assertThat(catchThrowableOfType(CloudException.class, () -> cloud.remove(UNIT, steps::add)))
        .isNotNull();
    azure.hears();

    cloud(azure).remove(UNIT, steps::add);

    assertThat(azure.manager().made()).isEmpty();
  }
}
