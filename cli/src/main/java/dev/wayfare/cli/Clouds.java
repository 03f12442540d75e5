package dev.wayfare.cli;

import dev.wayfare.deployer.Cloud;
import dev.wayfare.deployer.Foundation;
import dev.wayfare.deployer.Patience;
import dev.wayfare.deployer.aws.AwsCloud;
import dev.wayfare.deployer.aws.AwsFoundation;
import dev.wayfare.deployer.azure.AzureCloud;
import dev.wayfare.deployer.azure.AzureFoundation;
import dev.wayfare.deployer.gcp.GcpCloud;
import dev.wayfare.deployer.gcp.GcpFoundation;
import dev.wayfare.pricing.Provider;
import dev.wayfare.router.config.AwsDeployment;
import dev.wayfare.router.config.AzureDeployment;
import dev.wayfare.router.config.DeploymentSettings;
import dev.wayfare.router.config.GcpDeployment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The clouds that a file deploys to, each with the credentials that its SDK finds. */
final class Clouds implements AutoCloseable {
  /**
   * What the SDKs write is not for users: failures are told as {@code CloudException}. Kept here,
   * since the logging system would forget them.
   */
  private static final List<Logger> SDK_LOGS =
      Stream.of("com.azure", "com.google", "com.microsoft", "io.grpc", "software.amazon")
          .map(Logger::getLogger)
          .toList();

  private final DeploymentSettings settings;
  private final Patience patience = Patience.usual(System::nanoTime);
  private final Map<Provider, Cloud> clouds = new EnumMap<>(Provider.class);

  Clouds(DeploymentSettings settings) {
    this.settings = settings;
    SDK_LOGS.forEach(log -> log.setLevel(Level.OFF));
  }

  /**
   * The one of {@code provider}.
   *
   * @throws UserErrorException where the file does not say how to deploy there
   */
  synchronized Cloud of(Provider provider) {
    return clouds.computeIfAbsent(provider, this::open);
  }

  /**
   * Nothing where the file says how to deploy to {@code provider}.
   *
   * @throws UserErrorException where it does not
   */
  void requireStated(Provider provider) {
    switch (provider) {
      case AWS -> aws();
      case AZURE -> azure();
      case GCP -> gcp();
      case EDGE -> throw noCloud();
    }
  }

  private Cloud open(Provider provider) {
    return switch (provider) {
      case AWS -> AwsCloud.of(aws(), patience);
      case AZURE -> AzureCloud.of(azure(), patience);
      case GCP -> GcpCloud.of(gcp(), patience);
      case EDGE -> throw noCloud();
    };
  }

  /**
   * What {@code provider} needs for functions in {@code regions}.
   *
   * @param googleRouter the service account that the router runs as, or null
   */
  Foundation foundation(Provider provider, List<String> regions, @Nullable String googleRouter) {
    return switch (provider) {
      case AWS -> AwsFoundation.of(aws(), settings.prefix(), regions);
      case AZURE -> AzureFoundation.of(azure(), regions.getFirst(), patience);
      case GCP -> GcpFoundation.of(gcp(), googleRouter, patience);
      case EDGE -> throw noCloud();
    };
  }

  private AwsDeployment aws() {
    return stated(settings.aws(), Provider.AWS, "{role: ARN}");
  }

  private AzureDeployment azure() {
    return stated(
        settings.azure(),
        Provider.AZURE,
        "{subscription: ID, resource-group: NAME, storage-account: NAME}");
  }

  private GcpDeployment gcp() {
    return stated(settings.gcp(), Provider.GCP, "{project: ID}");
  }

  private static <T> T stated(@Nullable T account, Provider provider, String example) {
    if (account == null) {
      throw new UserErrorException(
          "the file has targets of %1$s, but does not say where to deploy them; add `deployment: {%1$s: %2$s}`"
              .formatted(provider.id(), example));
    }
    return account;
  }

  private static IllegalArgumentException noCloud() {
    return new IllegalArgumentException("nothing is deployed to machines of one's own");
  }

  @Override
  public synchronized void close() {
    clouds.values().forEach(Cloud::close);
  }
}
