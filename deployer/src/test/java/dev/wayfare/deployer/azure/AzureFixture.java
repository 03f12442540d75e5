package dev.wayfare.deployer.azure;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.credential.AccessToken;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.Patience;
import dev.wayfare.deployer.Release;
import dev.wayfare.deployer.Unit;
import dev.wayfare.pricing.Sku;
import dev.wayfare.router.config.AzureDeployment;
import dev.wayfare.router.deployed.Slot;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import reactor.core.publisher.Mono;

/** A stand-in, clients of it, and what is deployed to it. */
final class AzureFixture implements AutoCloseable {
  static final String SUBSCRIPTION = "00000000-0000-0000-0000-000000000001";
  static final String GROUP = "acme";
  static final String STORAGE = "acmepackages";
  static final Unit UNIT = Unit.of("acme", "hello", "azure", "westeurope");
  static final String APP_A = "acme-hello-azure-a";
  static final String APP_B = "acme-hello-azure-b";
  static final String SECRET = "a-key-that-nobody-may-see";
  static final int RETRIES = 2;

  final AzureStandIn azure;
  final AzureCloud cloud;
  final List<String> steps = new ArrayList<>();
  private final Path folder;

  /**
   * @param shared has the certificate, which takes a while to make
   * @param folder has archives
   */
  AzureFixture(Path shared, Path folder) {
    this.folder = folder;
    azure = AzureStandIn.start(shared);
    azure.lay(
        SUBSCRIPTION, GROUP, STORAGE, AzureAccount.of(deployment(azure.baseUrl())).identity());
    cloud = cloud(azure);
  }

  static AzureDeployment deployment(URI endpoint) {
    return new AzureDeployment(SUBSCRIPTION, GROUP, STORAGE, null, endpoint);
  }

  static AzureCloud cloud(AzureStandIn azure) {
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

  Release release(String content) {
    return release(content, Sku.flex("westeurope", 2048), true);
  }

  Release release(String content, Sku sku, boolean isPublic) {
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

  URI put(Slot slot, Release release) {
    return cloud.put(UNIT, slot, release, steps::add);
  }

  CloudException refusal(Release release) {
    return catchThrowableOfType(CloudException.class, () -> put(Slot.A, release));
  }

  static byte[] bytes(Release release) {
    try {
      return Files.readAllBytes(release.archive());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static String app(String name) {
    return "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Web/sites/%s"
        .formatted(SUBSCRIPTION, GROUP, name);
  }

  static Predicate<String> request(String method, String part) {
    return line -> line.startsWith(method + " ") && line.contains(part);
  }

  /** What Azure has of an app that was put. */
  static List<String> made(String app) {
    String group = "/subscriptions/%s/resourcegroups/%s/providers/".formatted(SUBSCRIPTION, GROUP);
    return List.of(
        group + "microsoft.web/sites/" + app,
        group + "microsoft.web/serverfarms/" + app + "-plan",
        group
            + "microsoft.storage/storageaccounts/acmepackages/blobservices/default/containers/"
            + app);
  }

  @Override
  public void close() {
    cloud.close();
    azure.close();
  }
}
