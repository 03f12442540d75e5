package dev.wayfare.deployer.gcp;

import com.google.cloud.functions.v2.BuildConfig;
import com.google.cloud.functions.v2.Environment;
import com.google.cloud.functions.v2.Function;
import com.google.cloud.functions.v2.ServiceConfig;
import com.google.cloud.functions.v2.ServiceConfig.IngressSettings;
import com.google.cloud.functions.v2.Source;
import com.google.cloud.functions.v2.StorageSource;
import com.google.protobuf.FieldMask;
import dev.wayfare.deployer.Release;
import dev.wayfare.deployer.Unit;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A release in the form of a function.
 *
 * @param serviceAccount that it runs as, or null for the project's own
 */
record FunctionForm(Unit unit, Release release, @Nullable String serviceAccount) {
  /** The label by which this tool knows its own: it has the unit's name. */
  static final String MARK = "wayfare";

  /** The label that says whether everybody may call: {@code true} or {@code false}. */
  static final String PUBLIC = "wayfare-public";

  /** What shims are compiled for, and all that Google runs has. */
  private static final String RUNTIME = "java21";

  private static final String ENTRY_POINT = "dev.wayfare.shim.gcp.GoogleFunction";

  /** Google's own, and the most. */
  private static final int LEAST_TIMEOUT_SECONDS = 60;

  private static final int MOST_TIMEOUT_SECONDS = 3600;

  /** All that this tool has a say in; the rest of a function stays as it is. */
  private static final FieldMask MASK =
      FieldMask.newBuilder()
          .addPaths("labels")
          .addPaths("build_config.runtime")
          .addPaths("build_config.entry_point")
          .addPaths("build_config.source")
          .addPaths("service_config.available_memory")
          .addPaths("service_config.available_cpu")
          .addPaths("service_config.timeout_seconds")
          .addPaths("service_config.min_instance_count")
          .addPaths("service_config.max_instance_request_concurrency")
          .addPaths("service_config.environment_variables")
          .addPaths("service_config.ingress_settings")
          .addPaths("service_config.all_traffic_on_latest_revision")
          .build();

  /** The function called {@code name}, with the labels that it has. */
  Function of(String name, Map<String, String> labels, StorageSource source) {
    return Function.newBuilder()
        .setName(name)
        .setEnvironment(Environment.GEN_2)
        .putAllLabels(labels)
        .putLabels(MARK, unit.name())
        .putLabels(PUBLIC, String.valueOf(release.isPublic()))
        .setBuildConfig(
            BuildConfig.newBuilder()
                .setRuntime(RUNTIME)
                .setEntryPoint(ENTRY_POINT)
                .setSource(Source.newBuilder().setStorageSource(source)))
        .setServiceConfig(service())
        .build();
  }

  /** The fields of {@link #of} that an update changes. */
  FieldMask mask() {
    return serviceAccount == null
        ? MASK
        : MASK.toBuilder().addPaths("service_config.service_account_email").build();
  }

  private ServiceConfig service() {
    ServiceConfig.Builder service =
        ServiceConfig.newBuilder()
            .setAvailableMemory(release.sku().memoryMib() + "Mi")
            .setAvailableCpu(release.sku().vcpus().toPlainString())
            .setTimeoutSeconds(timeoutSeconds())
            .setMinInstanceCount(release.sku().plan().equals("run-functions-ready") ? 1 : 0)
            .setMaxInstanceRequestConcurrency(concurrency())
            .putAllEnvironmentVariables(release.environment())
            .setIngressSettings(IngressSettings.ALLOW_ALL)
            .setAllTrafficOnLatestRevision(true);
    if (serviceAccount != null) {
      service.setServiceAccountEmail(serviceAccount);
    }
    return service.build();
  }

  /** As many as the function host runs at once; below one processor, Google allows but one. */
  private int concurrency() {
    BigDecimal vcpus = release.sku().vcpus();
    if (vcpus.compareTo(BigDecimal.ONE) < 0) {
      return 1;
    }
    int own = Math.max(4, vcpus.multiply(BigDecimal.TWO).intValue());
    return Math.clamp(number("WAYFARE_CONCURRENT_GUESTS", own), 1, 1000);
  }

  /** Above the function host's own, whose answer says more than Google's. */
  private int timeoutSeconds() {
    long deadlineSeconds = Math.ceilDiv(number("WAYFARE_DEADLINE_MILLIS", 30_000), 1000L);
    return Math.clamp(deadlineSeconds * 2, LEAST_TIMEOUT_SECONDS, MOST_TIMEOUT_SECONDS);
  }

  /** What is no number, the function host refuses with a sentence of its own. */
  private long number(String variable, long otherwise) {
    String set = release.variables().getOrDefault(variable, "");
    return set.matches("\\d{1,9}") ? Long.parseLong(set) : otherwise;
  }

  /** Whether {@code function} is this, whole and ready but for who may call it. */
  boolean is(Function function) {
    ServiceConfig there = function.getServiceConfig();
    return function.getState() == Function.State.ACTIVE
        && there
            .getEnvironmentVariablesMap()
            .entrySet()
            .containsAll(release.environment().entrySet())
        && (serviceAccount == null || serviceAccount.equals(there.getServiceAccountEmail()))
        && String.valueOf(release.isPublic()).equals(function.getLabelsMap().get(PUBLIC))
        && !there.getUri().isEmpty();
  }
}
