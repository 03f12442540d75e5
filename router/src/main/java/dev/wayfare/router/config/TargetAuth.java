package dev.wayfare.router.config;

import java.util.Set;

/**
 * How the platform of a target knows who calls it, before it runs the function: what is needed
 * where the function is not public.
 */
public sealed interface TargetAuth {
  /**
   * The request fields that are the router's own at such a target: what a caller sends in them
   * never reaches the platform.
   */
  Set<String> ownFields();

  /**
   * AWS: each request is signed (Signature Version 4) with the router's credentials.
   *
   * @param region the one that is named in the signature
   * @param service likewise: {@code lambda} for a Function URL, {@code execute-api} for API Gateway
   */
  record AwsIam(String region, String service) implements TargetAuth {
    /** The most that a signed request's body may have: it must be here as a whole, and Lambda's. */
    public static final int MOST_BODY_BYTES = 6 << 20;

    private static final Set<String> FIELDS =
        Set.of("authorization", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token");

    @Override
    public Set<String> ownFields() {
      return FIELDS;
    }
  }

  /**
   * Google Cloud: each request carries a token of OpenID Connect that Google issued to the router.
   *
   * @param audience whom the token is for
   */
  record GoogleIdToken(String audience) implements TargetAuth {
    private static final Set<String> FIELDS = Set.of("x-serverless-authorization");

    @Override
    public Set<String> ownFields() {
      return FIELDS;
    }
  }

  /** Azure Functions: each request carries one of the app's keys. */
  record AzureFunctionKey(TargetKey key) implements TargetAuth {
    private static final Set<String> FIELDS = Set.of("x-functions-key");

    @Override
    public Set<String> ownFields() {
      return FIELDS;
    }
  }
}
