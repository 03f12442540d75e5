package dev.wayfare.deployer.azure;

import static dev.wayfare.deployer.azure.AzureFixture.APP_A;
import static dev.wayfare.deployer.azure.AzureFixture.GROUP;
import static dev.wayfare.deployer.azure.AzureFixture.SUBSCRIPTION;
import static dev.wayfare.deployer.azure.AzureFixture.UNIT;
import static dev.wayfare.deployer.azure.AzureFixture.app;
import static dev.wayfare.deployer.azure.AzureFixture.bytes;
import static dev.wayfare.deployer.azure.AzureFixture.made;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpServer;
import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.CloudException.Cause;
import dev.wayfare.deployer.Holding;
import dev.wayfare.deployer.Release;
import dev.wayfare.deployer.Unit;
import dev.wayfare.pricing.Sku;
import dev.wayfare.router.deployed.Slot;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AzureCloudTest {
  @TempDir static Path shared;
  @TempDir Path folder;
  private AzureFixture fixture;
  private AzureStandIn azure;
  private AzureCloud cloud;
  private List<String> steps;

  @BeforeEach
  void start() {
    fixture = new AzureFixture(shared, folder);
    azure = fixture.azure;
    cloud = fixture.cloud;
    steps = fixture.steps;
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void whatIsPutIsThere() {
    azure.slow(3);
    Release release = fixture.release("one");

    URI endpoint = fixture.put(Slot.A, release);

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
            "waiting for the functions of acme-hello-azure-a",
            "finishing app acme-hello-azure-a");
  }

  @Test
  void anAppIsWhatFlexConsumptionAsksFor() {
    Release release =
        fixture.release("one", Sku.flex("westeurope", 4096).withPlan("flex-always-ready"), true);

    fixture.put(Slot.A, release);

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
    Release release = fixture.release("one");
    URI endpoint = fixture.put(Slot.A, release);
    azure.forget();
    steps.clear();

    assertThat(fixture.put(Slot.A, release)).isEqualTo(endpoint);

    assertThat(azure.changes()).isEmpty();
    assertThat(steps).isEmpty();
  }

  @Test
  void aNewReleaseInTheOtherSlotLeavesTheFirstAlone() {
    Release one = fixture.release("one");
    fixture.put(Slot.A, one);
    var before = azure.manager().resource(app(APP_A)).deepCopy();
    azure.forget();

    fixture.put(Slot.B, fixture.release("two"));

    assertThat(azure.changes()).isNotEmpty().noneMatch(line -> line.contains(APP_A));
    assertThat(azure.manager().resource(app(APP_A))).isEqualTo(before);
    assertThat(azure.uploaded(APP_A)).isEqualTo(bytes(one));
  }

  @Test
  void aReleaseTakesAnothersPlaceInASlot() {
    fixture.put(Slot.A, fixture.release("one"));
    azure.manager().resource(app(APP_A)).withObject("/tags").put("cost-center", "7");
    Release two = fixture.release("two", Sku.flex("westeurope", 512), true);

    URI endpoint = fixture.put(Slot.A, two);

    assertThat(azure.manager().resource(app(APP_A)).at("/tags/cost-center").asText())
        .isEqualTo("7");

    assertThat(azure.uploaded(APP_A)).isEqualTo(bytes(two));
    assertThat(cloud.holding(UNIT, Slot.A))
        .isEqualTo(new Holding.Deployed(two.digest(), "ab".repeat(32), "0.1.0", endpoint));
    assertThat(azure.manager().made())
        .containsExactlyInAnyOrder(made(APP_A).toArray(String[]::new));
  }

  @Test
  void removingTakesWhatIsOursAndNothingElse() {
    fixture.put(Slot.A, fixture.release("one"));
    fixture.put(Slot.B, fixture.release("two"));
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

    CloudException refusal = fixture.refusal(fixture.release("one"));
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
    Release release = fixture.release("one");
    URI endpoint = fixture.put(Slot.A, release);
    azure.manager().setting(APP_A, Release.RELEASE_VARIABLE, "sha256:other");

    assertThat(cloud.holding(UNIT, Slot.A))
        .isEqualTo(
            new Holding.Half(
                "the app acme-hello-azure-a has other settings than it was deployed with"));
    fixture.put(Slot.A, release);
    assertThat(cloud.holding(UNIT, Slot.A))
        .isEqualTo(new Holding.Deployed(release.digest(), "ab".repeat(32), "0.1.0", endpoint));
  }

  @Test
  void anAppThatIsStoppedIsHalf() {
    fixture.put(Slot.A, fixture.release("one"));
    azure.manager().resource(app(APP_A)).withObject("/properties").put("state", "Stopped");

    assertThat(cloud.holding(UNIT, Slot.A))
        .isEqualTo(new Holding.Half("the app acme-hello-azure-a is Stopped"));
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
      URI endpoint = fixture.put(Slot.A, fixture.release("one"));

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
}
