package dev.wayfare.router;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.config.Address;
import dev.wayfare.router.config.Bounds;
import dev.wayfare.router.config.WayfareConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The manifests for Kubernetes fit the router, and one another. */
final class KubernetesTest {
  private static final Path FOLDER = Path.of("..", "deploy", "kubernetes");
  private static final Map<?, ?> LABELS = Map.of("app.kubernetes.io/name", "wayfare");

  private final Map<String, Object> byKind = new HashMap<>();

  @BeforeEach
  void read() throws IOException {
    for (Object file : (List<?>) at(yaml("kustomization.yaml"), "resources")) {
      Object manifest = yaml((String) file);
      assertThat(byKind.put((String) at(manifest, "kind"), manifest)).isNull();
    }
  }

  private static Object yaml(String file) throws IOException {
    String text = Files.readString(FOLDER.resolve(file));
    return Objects.requireNonNull(
        new Load(LoadSettings.builder().build()).loadFromString(text), file);
  }

  /** What stands in {@code tree} under keys and numbers one below the other. */
  private static Object at(Object tree, Object... way) {
    Object now = tree;
    for (Object step : way) {
      now =
          step instanceof Integer index
              ? ((List<?>) now).get(index)
              : Objects.requireNonNull(
                  ((Map<?, ?>) now).get(step), () -> step + " of " + List.of(way));
    }
    return now;
  }

  private Object of(String kind, Object... way) {
    return at(Objects.requireNonNull(byKind.get(kind), kind), way);
  }

  private Object container(Object... way) {
    return at(of("Deployment", "spec", "template", "spec", "containers", 0), way);
  }

  private int port(String name) {
    return ((List<?>) container("ports"))
        .stream()
            .filter(port -> at(port, "name").equals(name))
            .mapToInt(port -> (int) at(port, "containerPort"))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void everyManifestIsListed() throws IOException {
    List<String> listed = new ArrayList<>(List.of("kustomization.yaml", "README.md"));
    ((List<?>) at(yaml("kustomization.yaml"), "resources")).forEach(it -> listed.add((String) it));
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(listed);
    }
  }

  @Test
  void theConfigurationIsOneAndListensWhereThePodSays(@TempDir Path secrets) throws IOException {
    String mounted = "/run/secrets/wayfare";
    Files.writeString(secrets.resolve("router-key"), "0123456789abcdef");
    Files.writeString(secrets.resolve("ledger-password"), "secret");
    Files.writeString(secrets.resolve("admin-key"), "fedcba9876543210");
    String text = (String) of("ConfigMap", "data", "wayfare.yaml");
    assertThat(text).contains(mounted);
    WayfareConfig config =
        WayfareConfig.parse(
            Path.of("wayfare.yaml"), text.replace(mounted, secrets.toString()), Map.of());
    assertThat(config.router().listener()).isEqualTo(new Address("0.0.0.0", port("http")));
    assertThat(config.router().admin()).isEqualTo(new Address("0.0.0.0", port("admin")));
    Bounds bounds = config.router().bounds();
    int graceSeconds =
        (int) of("Deployment", "spec", "template", "spec", "terminationGracePeriodSeconds");
    assertThat(bounds.drainTime().plus(bounds.timeout())).isLessThan(ofSeconds(graceSeconds));
    assertThat(bounds.drainTime())
        .isGreaterThan(ofSeconds((int) container("readinessProbe", "periodSeconds")));
    assertThat((List<?>) container("volumeMounts"))
        .map(mount -> at(mount, "mountPath"))
        .contains(mounted, "/etc/wayfare");
    assertThat(Files.readString(FOLDER.resolve("../Dockerfile")))
        .contains("\"--config\", \"/etc/wayfare/wayfare.yaml\"")
        .contains("EXPOSE %d %d".formatted(port("http"), port("admin")))
        .contains("USER %s:".formatted(podSecurity("runAsUser")));
  }

  @Test
  void probesAskForPagesThatARouterShowsWithoutACredential(@TempDir Path secrets)
      throws IOException {
    Path key = Files.writeString(secrets.resolve("admin-key"), "fedcba9876543210");
    try (StubTarget target = StubTarget.answering(200, "fine");
        RunningRouter router =
            new RunningRouter("  admin-key-file: " + key + "\n", target.port())) {
      for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
        assertThat(container(probe, "httpGet", "port")).isEqualTo("admin");
        String path = (String) container(probe, "httpGet", "path");
        assertThat(router.admin(path).statusCode()).as(probe).isEqualTo(200);
      }
    }
  }

  @Test
  void itScalesByAMetricThatThereIs(@TempDir Path folder) {
    try (BusyRouter router = new BusyRouter(folder)) {
      assertThat(router.scrape().names())
          .contains(
              (String)
                  of("HorizontalPodAutoscaler", "spec", "metrics", 1, "pods", "metric", "name"));
    }
    assertThat(of("HorizontalPodAutoscaler", "spec", "scaleTargetRef", "name"))
        .isEqualTo(of("Deployment", "metadata", "name"));
  }

  @Test
  void allOfThemMeanTheSamePods() {
    assertThat(of("Deployment", "spec", "template", "metadata", "labels")).isEqualTo(LABELS);
    assertThat(of("Deployment", "spec", "selector", "matchLabels")).isEqualTo(LABELS);
    assertThat(of("Service", "spec", "selector")).isEqualTo(LABELS);
    assertThat(of("PodDisruptionBudget", "spec", "selector", "matchLabels")).isEqualTo(LABELS);
    assertThat(of("NetworkPolicy", "spec", "podSelector", "matchLabels")).isEqualTo(LABELS);
    assertThat((List<?>) of("Service", "spec", "ports"))
        .map(port -> at(port, "targetPort"))
        .isEqualTo(List.of("http"));
  }

  @Test
  void aPodMayDoNothingThatItNeedNot() {
    assertThat(podSecurity("runAsNonRoot")).isEqualTo(true);
    assertThat(container("securityContext", "readOnlyRootFilesystem")).isEqualTo(true);
    assertThat(container("securityContext", "allowPrivilegeEscalation")).isEqualTo(false);
    assertThat(container("securityContext", "capabilities", "drop")).isEqualTo(List.of("ALL"));
    assertThat(of("Deployment", "spec", "template", "spec", "automountServiceAccountToken"))
        .isEqualTo(false);
  }

  private Object podSecurity(String key) {
    return of("Deployment", "spec", "template", "spec", "securityContext", key);
  }
}
