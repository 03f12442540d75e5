package dev.wayfare.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Whether each cloud's usual places hold credentials, in the order in which its SDK looks. Nothing
 * of them is read: a file is there or not, a variable is set or not.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html">AWS</a>
 * @see <a
 *     href="https://cloud.google.com/docs/authentication/application-default-credentials">Google</a>
 * @see <a href="https://learn.microsoft.com/azure/developer/java/sdk/authentication/">Azure</a>
 */
record CloudCredentials(Map<String, String> environment) {
  List<Finding> findings() {
    return List.of(
        finding("AWS", aws(), "aws configure, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
        finding("Azure", azure(), "az login, or AZURE_CLIENT_ID, AZURE_TENANT_ID and a secret"),
        finding("Google", google(), "gcloud auth application-default login"));
  }

  private static Finding finding(String cloud, Optional<String> found, String get) {
    String what = cloud + " login";
    return found
        .map(where -> Finding.ok(what, where))
        .orElseGet(() -> Finding.absent(what, "missing", "log in with " + get));
  }

  private Optional<String> aws() {
    return first(
        List.of(
            variables("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
            variables("AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"),
            file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials"),
            file("AWS_CONFIG_FILE", ".aws/config"),
            variables("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
            variables("AWS_CONTAINER_CREDENTIALS_FULL_URI")));
  }

  private Optional<String> azure() {
    return first(
        List.of(
            variables("AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_CLIENT_SECRET"),
            variables("AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_CLIENT_CERTIFICATE_PATH"),
            variables("AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_FEDERATED_TOKEN_FILE"),
            variables("IDENTITY_ENDPOINT", "IDENTITY_HEADER"),
            below("AZURE_CONFIG_DIR", ".azure", "msal_token_cache.json")));
  }

  private Optional<String> google() {
    return first(
        List.of(
            file("GOOGLE_APPLICATION_CREDENTIALS", ""),
            below("CLOUDSDK_CONFIG", ".config/gcloud", "application_default_credentials.json"),
            variables("GCE_METADATA_HOST")));
  }

  private static Optional<String> first(List<Optional<String>> places) {
    return places.stream().flatMap(Optional::stream).findFirst();
  }

  private Optional<String> variables(String... names) {
    return Stream.of(names).allMatch(name -> isSet(name))
        ? Optional.of("in " + String.join(", ", names))
        : Optional.empty();
  }

  private boolean isSet(String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }

  /** The file that a variable names, or else one below the home folder; {@code ""} for none. */
  private Optional<String> file(String variable, String usual) {
    if (isSet(variable)) {
      return existing(Path.of(environment.getOrDefault(variable, "")));
    }
    return usual.isEmpty() ? Optional.empty() : home(home -> home.resolve(usual));
  }

  /** A file in the folder that a variable names, or else in one below the home folder. */
  private Optional<String> below(String variable, String usual, String name) {
    return isSet(variable)
        ? existing(Path.of(environment.getOrDefault(variable, ""), name))
        : home(home -> home.resolve(usual).resolve(name));
  }

  private Optional<String> home(Function<Path, Path> file) {
    return isSet("HOME")
        ? existing(file.apply(Path.of(environment.getOrDefault("HOME", ""))))
        : Optional.empty();
  }

  private static Optional<String> existing(Path file) {
    return Files.isRegularFile(file) ? Optional.of("in " + file) : Optional.empty();
  }
}
