package dev.wayfare.router.config;

import dev.wayfare.pricing.Provider;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private static final String NONE = "none";
  private static final Map<String, List<Provider>> AUTHS =
      Map.of(
          AWS_IAM, List.of(Provider.AWS),
          GOOGLE_ID_TOKEN, List.of(Provider.GCP),
          AZURE_FUNCTION_KEY, List.of(Provider.AZURE),
          NONE, List.of(Provider.values()));

  private final Section target;
  private final KeyReader keys;
  private final String region;
  private final boolean isDeployed;
  private final String auth;
  private final @Nullable String audience;

  /**
   * What {@code target}, of {@code provider} in {@code region}, asks of its callers.
   *
   * @param isDeployed whether its endpoint comes from what is deployed: then it is not public
   *     unless the file says so or the platform knows nothing better
   */
  TargetAccessSection(
      Section target, KeyReader keys, Provider provider, String region, boolean isDeployed) {
    this.target = target;
    this.keys = keys;
    this.region = region;
    this.isDeployed = isDeployed;
    String said = target.scalar("auth").map(value -> auth(value, provider)).orElse("");
    refuseUnlessFor(said, GOOGLE_ID_TOKEN, "audience");
    refuseUnlessFor(said, AZURE_FUNCTION_KEY, "function-key-file");
    refuseUnlessFor(said, AZURE_FUNCTION_KEY, "function-key-variable");
    this.audience = target.scalar("audience").map(Scalar::text).orElse(null);
    this.auth = said.isEmpty() ? byDefault(provider, isDeployed) : said;
  }

  private static String byDefault(Provider provider, boolean isDeployed) {
    return switch (provider) {
      case AWS -> isDeployed ? AWS_IAM : NONE;
      case GCP -> isDeployed ? GOOGLE_ID_TOKEN : NONE;
      case AZURE, EDGE -> NONE;
    };
  }

  /** Whether the platform lets anybody call it. */
  boolean isPublic() {
    return auth.equals(NONE);
  }

  /** What it takes where the target listens at {@code endpoint}, null where that is not known. */
  TargetAccess at(@Nullable URI endpoint) {
    boolean isOpen = auth.equals(NONE) || (isDeployed && endpoint == null);
    URI authEndpoint = isOpen ? null : authEndpoint(endpoint);
    TargetKey key = keys.read(target, "key", endpoint);
    if (auth.equals(AWS_IAM) && key == null) {
      throw withoutKey();
    }
    TargetKey functionKey =
        auth.equals(AZURE_FUNCTION_KEY) ? keys.read(target, "function-key", endpoint) : null;
    if (auth.equals(AZURE_FUNCTION_KEY) && functionKey == null) {
      throw target.missing("function-key-file");
    }
    return new TargetAccess(
        key,
        authEndpoint == null ? null : auth(authEndpoint, functionKey),
        target.section("tls").map(files -> tls(files, endpoint)).orElse(null));
  }

  private static String auth(Scalar value, Provider provider) {
    if (!value.choice(AUTHS).contains(provider)) {
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

  private TargetAuth auth(URI at, @Nullable TargetKey functionKey) {
    return switch (auth) {
      case AWS_IAM -> awsIam(at);
      case GOOGLE_ID_TOKEN ->
          new TargetAuth.GoogleIdToken(audience == null ? origin(at) : audience);
      default -> new TargetAuth.AzureFunctionKey(Objects.requireNonNull(functionKey));
    };
  }

  private URI authEndpoint(@Nullable URI endpoint) {
    if (endpoint == null) {
      throw target.faultAt(
          "auth",
          "\"auth\" is for a target with an \"endpoint\", or in a file with \"deployment\": up lets"
              + " itself in");
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
  private InvalidConfigException withoutKey() {
    return target.faultAt(
        target.has("auth") ? "auth" : "id",
        "\"auth: aws-iam\"%s takes the caller's Authorization field for the signature, and only a"
                .formatted(target.has("auth") ? "" : ", which holds for a deployed target,")
            + " function with a key gets it back: add \"key-file\" or \"key-variable\", or"
            + " \"auth: none\" where anybody may call the function");
  }

  private TargetAuth awsIam(URI at) {
    // Function URLs have no custom domain; API Gateway's endpoints do.
    boolean isFunctionUrl = at.getHost().contains(".lambda-url.");
    return new TargetAuth.AwsIam(region, isFunctionUrl ? "lambda" : "execute-api");
  }

  private static String origin(URI endpoint) {
    return endpoint.getScheme() + "://" + endpoint.getRawAuthority();
  }

  private TargetTlsFiles tls(Section files, @Nullable URI endpoint) {
    files.only("ca", "certificate", "key");
    boolean isHttps = endpoint != null && "https".equals(endpoint.getScheme());
    if (!isHttps && !(endpoint == null && isDeployed)) {
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
