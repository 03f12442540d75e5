package dev.wayfare.router;

import dev.wayfare.router.config.TargetAuth;
import dev.wayfare.router.sign.Issuer;
import dev.wayfare.router.sign.aws.AwsIssuer;
import dev.wayfare.router.sign.gcp.GoogleIssuer;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;

/**
 * Who gives credentials for which platform; a cloud's SDK is loaded once a target needs it.
 *
 * @param instants date signatures
 * @param environment the variables of this process
 */
record Issuers(InstantSource instants, Map<String, String> environment)
    implements Function<TargetAuth, Issuer> {
  @Override
  public Issuer apply(TargetAuth auth) {
    return switch (auth) {
      case TargetAuth.AwsIam aws -> new AwsIssuer(aws, instants);
      case TargetAuth.GoogleIdToken google ->
          new GoogleIssuer(google, environment.containsKey("GOOGLE_APPLICATION_CREDENTIALS"));
      case TargetAuth.AzureFunctionKey key ->
          throw new IllegalArgumentException("a function key is configured, not issued");
    };
  }
}
