package dev.wayfare.router.config;

import dev.wayfare.pricing.Provider;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what it takes to be let in by a target. */
final class TargetAccessSection {
  /** Of all keys of a target, those that are read here. */
  static final String[] KEYS = {
    "key-file",
    "key-variable",
    "auth",
    "audience",
    "function-key-file",
    "function-key-variable",
    "tls"
  };

  private static final String AWS_IAM = "aws-iam";
  private static final String GOOGLE_ID_TOKEN = "google-id-token";
  private static final String AZURE_FUNCTION_KEY = "azure-function-key";
  private static final Map<String, Provider> AUTHS =
      Map.of(
          AWS_IAM, Provider.AWS,
          GOOGLE_ID_TOKEN, Provider.GCP,
          AZURE_FUNCTION_KEY, Provider.AZURE);

  private final Section target;
  private final KeyReader keys;
  private final @Nullable URI endpoint;

  private TargetAccessSection(Section target, KeyReader keys, @Nullable URI endpoint) {
    this.target = target;
    this.keys = keys;
    this.endpoint = endpoint;
  }

  /** What {@code target}, of {@code provider} in {@code region}, asks of its callers. */
  static TargetAccess read(
      Section target, KeyReader keys, @Nullable URI endpoint, Provider provider, String region) {
    TargetAccessSection access = new TargetAccessSection(target, keys, endpoint);
    String auth = target.scalar("auth").map(value -> auth(value, provider)).orElse("");
    access.refuseUnlessFor(auth, GOOGLE_ID_TOKEN, "audience");
    access.refuseUnlessFor(auth, AZURE_FUNCTION_KEY, "function-key-file");
    access.refuseUnlessFor(auth, AZURE_FUNCTION_KEY, "function-key-variable");
    TargetKey key = keys.read(target, "key", endpoint);
    return new TargetAccess(
        key,
        auth.isEmpty() ? null : access.auth(auth, key, region),
        target.section("tls").map(access::tls).orElse(null));
  }

  private static String auth(Scalar value, Provider provider) {
    Provider owner = value.choice(AUTHS);
    if (owner != provider) {
      throw value.fault(
          "\"auth\" cannot be %s for a target of %s, which does not know it; see \"Who may call\" in"
                  .formatted(value.text(), provider.id())
              + " docs/configuration.md");
    }
    return value.text();
  }

  private void refuseUnlessFor(String auth, String wanted, String key) {
    if (!auth.equals(wanted) && target.has(key)) {
      throw target.faultAt(key, "\"%s\" is for \"auth: %s\" alone".formatted(key, wanted));
    }
  }

  private TargetAuth auth(String auth, @Nullable TargetKey key, String region) {
    URI at = authEndpoint();
    return switch (auth) {
      case AWS_IAM -> awsIam(at, key, region);
      case GOOGLE_ID_TOKEN ->
          new TargetAuth.GoogleIdToken(
              target.scalar("audience").map(Scalar::text).orElseGet(() -> origin(at)));
      default -> {
        TargetKey functionKey = keys.read(target, "function-key", endpoint);
        if (functionKey == null) {
          throw target.missing("function-key-file");
        }
        yield new TargetAuth.AzureFunctionKey(functionKey);
      }
    };
  }

  private URI authEndpoint() {
    if (endpoint == null) {
      throw target.faultAt(
          "auth", "\"auth\" is for a target with an \"endpoint\": up lets itself in");
    }
    if (!KeyReader.mayBeToldTheKey(endpoint)) {
      throw target.faultAt(
          "auth",
          "what \"auth\" adds would be sent in clear to %s; use https there".formatted(endpoint));
    }
    return endpoint;
  }

  /**
   * A signature takes {@code Authorization} from the caller, and more of what AWS would read
   * differently than it was sent: only a function that knows the router puts that back.
   */
  private TargetAuth awsIam(URI at, @Nullable TargetKey key, String region) {
    if (key == null) {
      throw target.faultAt(
          "auth",
          "\"auth: aws-iam\" takes the caller's Authorization field for the signature, and only a"
              + " function with a key gets it back: add \"key-file\" or \"key-variable\"");
    }
    // Function URLs have no custom domain; API Gateway's endpoints do.
    boolean isFunctionUrl = at.getHost().contains(".lambda-url.");
    return new TargetAuth.AwsIam(region, isFunctionUrl ? "lambda" : "execute-api");
  }

  private static String origin(URI endpoint) {
    return endpoint.getScheme() + "://" + endpoint.getRawAuthority();
  }

  private TargetTlsFiles tls(Section files) {
    files.only("ca", "certificate", "key");
    if (endpoint == null || !"https".equals(endpoint.getScheme())) {
      throw target.faultAt("tls", "\"tls\" is for a target with an \"endpoint\" of https");
    }
    if (files.has("certificate") != files.has("key")) {
      throw files.missing(files.has("key") ? "certificate" : "key");
    }
    if (!files.has("ca") && !files.has("key")) {
      throw files.missing("ca");
    }
    return new TargetTlsFiles(
        files.has("ca") ? file(files, "ca") : null,
        files.has("key")
            ? new TargetTlsFiles.Pair(file(files, "certificate"), file(files, "key"))
            : null);
  }

  private Path file(Section files, String key) {
    return keys.folder().resolve(files.required(key).text());
  }
}
