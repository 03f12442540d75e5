package dev.wayfare.deployer.gcp;

import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.oauth2.GoogleCredentials;
import dev.wayfare.deployer.Patience;
import dev.wayfare.deployer.Release;
import dev.wayfare.deployer.Unit;
import dev.wayfare.pricing.Sku;
import dev.wayfare.router.config.GcpDeployment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A stand-in, clients of it, and what is deployed to it. */
final class GcpFixture implements AutoCloseable {
  static final Unit UNIT = Unit.of("wayfare", "hello", "gcp-eu", "europe-west1");
  static final String A = "wayfare-hello-gcp-eu-a";
  static final String B = "wayfare-hello-gcp-eu-b";
  static final String SECRET = "hunter2-hunter2";
  static final String MODULE = "ab".repeat(32);
  static final String ACCOUNT = "functions@acme-1.iam.gserviceaccount.com";

  /** Looks a hundred times, and waits for nothing. */
  static final Duration LONGEST = Duration.ofSeconds(100);

  final GcpStandIn google = GcpStandIn.start();
  private final Path folder;

  GcpFixture(Path folder) {
    this.folder = folder;
  }

  GcpDeployment account() {
    return new GcpDeployment(GcpStandIn.PROJECT, ACCOUNT, google.baseUrl());
  }

  GoogleCredentials credentials() {
    try {
      return GoogleCredentials.fromStream(
          new ByteArrayInputStream(google.serviceAccountKey().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RetrySettings retries(int attempts) {
    return GoogleApis.RETRIES.toBuilder()
        .setInitialRetryDelayDuration(Duration.ofMillis(1))
        .setMaxRetryDelayDuration(Duration.ofMillis(1))
        .setMaxAttempts(attempts)
        .build();
  }

  static Patience patience() {
    var seconds = new AtomicLong();
    return new Patience(
        Duration.ZERO, LONGEST, () -> Duration.ofSeconds(seconds.getAndIncrement()).toNanos());
  }

  GcpCloud cloud() {
    return cloud(3);
  }

  GcpCloud cloud(int attempts) {
    return GcpCloud.of(account(), patience(), credentials(), retries(attempts));
  }

  Release release(String content) {
    return release(content, true, sku("run-functions", "1", 512), Map.of("TOKEN", SECRET));
  }

  Release release(String content, boolean isPublic, Sku sku, Map<String, String> variables) {
    try {
      Path archive = Files.writeString(folder.resolve(content + ".zip"), content);
      return Release.of(archive, MODULE, "0.1.0", sku, isPublic, variables);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Sku sku(String plan, String vcpus, int memoryMib) {
    return Sku.runFunctions("europe-west1", new BigDecimal(vcpus), memoryMib).withPlan(plan);
  }

  @Override
  public void close() {
    google.close();
  }
}
