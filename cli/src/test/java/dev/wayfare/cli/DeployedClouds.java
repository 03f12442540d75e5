package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.deployer.aws.AwsStandIn;
import dev.wayfare.deployer.azure.AzureStandIn;
import dev.wayfare.deployer.azure.StandInCertificate;
import dev.wayfare.deployer.gcp.GcpStandIn;
import dev.wayfare.pricing.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A project in a folder, stand-ins for the three clouds' APIs, and the packages that were uploaded
 * to them, each running behind its cloud's runtime.
 */
final class DeployedClouds implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String SECRET = "a-secret-that-nobody-may-see";
  private static final String SUBSCRIPTION = "01234567-89ab-cdef-0123-456789abcdef";

  final AwsStandIn aws = AwsStandIn.start();
  final AzureStandIn azure;
  final GcpStandIn gcp = GcpStandIn.start();
  private final Path folder;
  private final PlacedPackages placed;
  private final Path temporary;
  private final Map<String, HoldingRelay> relays = new ConcurrentHashMap<>();
  private final Path config;
  private final Map<String, String> stateEnvironment = new HashMap<>();

  /**
   * @param folder is empty
   * @param targets lines of the file's list of targets
   */
  DeployedClouds(Path folder, String... targets) throws IOException {
    this.folder = folder;
    this.temporary = Files.createDirectory(folder.resolve("tmp"));
    this.placed = new PlacedPackages(Files.createDirectory(folder.resolve("placed")));
    this.azure = AzureStandIn.start(Files.createDirectory(folder.resolve("azure")));
    azure.hosts(app -> "127.0.0.1:" + relays.computeIfAbsent(app, this::relay).port());
    gcp.urls(
        function -> {
          placed.place(
              Provider.GCP, function, gcp.uploaded(function), environment(gcp.function(function)));
          return placed.address(function).toString();
        });
    aws.urls((name, alias) -> placed.address(name + "-" + alias).toString());
    aws.onLead(
        (name, alias) ->
            placed.place(
                Provider.AWS,
                name + "-" + alias,
                aws.uploaded(name, alias),
                aws.environment(name, alias)));
    module("hello-rust/hello-rust.wasm");
    Files.writeString(folder.resolve("key"), KEY);
    Files.writeString(folder.resolve("google.json"), gcp.serviceAccountKey());
    this.config = Files.writeString(folder.resolve("wayfare.yaml"), yaml(targets));
  }

  /** The app's host, which speaks TLS, as Azure's do. */
  private HoldingRelay relay(String app) {
    try {
      return new HoldingRelay(
          azure
              .certificate()
              .server()
              .getServerSocketFactory()
              .createServerSocket(0, 64, InetAddress.getLoopbackAddress()),
          () -> {
            placed.place(Provider.AZURE, app, azure.uploaded(app), azure.settings(app));
            return placed.address(app).getPort();
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String yaml(String... targets) {
    return """
    version: 1
    deployment:
      prefix: acme
      aws: {role: "arn:aws:iam::123456789012:role/wayfare", snap-start: false}
      azure:
        subscription: %s
        resource-group: acme
        storage-account: acmefiles
        endpoint: "%s"
      gcp: {project: %s, endpoint: "%s"}
    functions:
      hello:
        path: /
        module: hello.wasm
        host: {guest-config: one}
        targets:
          - %s
    """
        .formatted(
            SUBSCRIPTION,
            azure.baseUrl(),
            GcpStandIn.PROJECT,
            gcp.baseUrl(),
            String.join("\n      - ", targets));
  }

  private static Map<String, String> environment(JsonNode function) {
    Map<String, String> variables = new TreeMap<>();
    function
        .path("serviceConfig")
        .path("environmentVariables")
        .properties()
        .forEach(it -> variables.put(it.getKey(), it.getValue().asText()));
    return variables;
  }

  /** Puts an example's module where the project's is. */
  void module(String example) throws IOException {
    Files.copy(
        Project.ROOT.resolve("examples").resolve(example),
        folder.resolve("hello.wasm"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Changes what the file says of the function, so that another release is wanted. */
  void setting(String value) throws IOException {
    Files.writeString(
        config,
        Files.readString(config).replaceAll("guest-config: \\w+", "guest-config: " + value));
  }

  /** Has the state kept in {@code server}, as {@code key}. */
  void keepStateIn(ObjectServer server, String key) throws IOException {
    Files.writeString(
        config,
        Files.readString(config)
            .replace(
                "prefix: acme",
                "prefix: acme\n  state: \"s3://%s/%s\"".formatted(ObjectServer.BUCKET, key)));
    stateEnvironment.put("AWS_ENDPOINT_URL_S3", server.address().toString());
  }

  /** Starts a command on the project, with credentials for each cloud. */
  WayfareProcess start(String... arguments) throws IOException {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--config";
    all[arguments.length + 1] = config.toString();
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ENDPOINT_URL", aws.baseUrl().toString());
    environment.putAll(stateEnvironment);
    environment.put("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    environment.put("AWS_SECRET_ACCESS_KEY", SECRET);
    environment.put("GOOGLE_APPLICATION_CREDENTIALS", folder.resolve("google.json").toString());
    environment.put("IDENTITY_ENDPOINT", azure.tokenUrl().toString());
    environment.put("IDENTITY_HEADER", SECRET);
    environment.put(
        "WAYFARE_JAVA_OPTIONS",
        "-Djavax.net.ssl.trustStoreType=PKCS12 -Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s -Djava.io.tmpdir=%s"
            .formatted(azure.certificate().store(), StandInCertificate.PASSWORD, temporary));
    return WayfareProcess.start(environment, all);
  }

  /** The names of what commands keep among temporary files, or left there. */
  List<String> temporaryFiles() throws IOException {
    try (Stream<Path> all = Files.list(temporary)) {
      return all.map(it -> it.getFileName().toString())
          .filter(it -> it.startsWith("wayfare-"))
          .toList();
    }
  }

  /** Runs one to its end, and gives what it printed, all of it within 80 columns. */
  List<String> run(int exitCode, String... arguments) throws Exception {
    try (WayfareProcess run = start(arguments)) {
      assertThat(run.awaitExit(PATIENCE)).as(run.toString()).isEqualTo(exitCode);
      assertThat(run.toString()).doesNotContain(KEY, SECRET, "PRIVATE KEY");
      assertThat(run.toString()).doesNotContain("\033");
      if (!List.of(arguments).contains("--json")) {
        assertThat(run.printed())
            .filteredOn(line -> !line.startsWith("wayfare: "))
            .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
      }
      return run.printed();
    }
  }

  /** What the state says of a target; of none a missing node. */
  JsonNode deployed(String target) throws IOException {
    return new JsonMapper()
        .readTree(Files.readString(folder.resolve("wayfare.state.json")))
        .path("targets")
        .path(target);
  }

  String serving(String target) throws IOException {
    return deployed(target).path("serving").asText();
  }

  @Override
  public void close() throws IOException {
    for (HoldingRelay relay : relays.values()) {
      relay.close();
    }
    placed.close();
    aws.close();
    azure.close();
    gcp.close();
  }
}
