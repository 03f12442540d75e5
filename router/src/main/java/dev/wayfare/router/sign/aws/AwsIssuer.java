package dev.wayfare.router.sign.aws;

import dev.wayfare.router.config.TargetAuth.AwsIam;
import dev.wayfare.router.sign.Credential;
import dev.wayfare.router.sign.Issuer;
import dev.wayfare.router.sign.IssuerException;
import dev.wayfare.router.sign.SignableRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * AWS's default chain: Java's system properties, variables, a web identity, the shared files, then
 * the endpoints of containers and of instances.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/credentials-chain.html">Default
 *     credentials provider chain</a>
 */
public final class AwsIssuer implements Issuer {
  /** What never expires may be replaced where it comes from. */
  private static final Duration VALID_WITHOUT_END = Duration.ofMinutes(15);

  /** The SDK gives credentials past their end where their endpoint is away and AWS allows that. */
  private static final Duration LEAST_VALID = Duration.ofMinutes(1);

  private static final SignableRequest SOME =
      new SignableRequest("GET", URI.create("https://localhost/?a=b"), new byte[0]);

  private final AwsIam auth;
  private final InstantSource instants;

  /** All targets have the same, and it keeps what it found. */
  private static final class Chain {
    static final DefaultCredentialsProvider PROVIDER = DefaultCredentialsProvider.builder().build();
  }

  /** The chain for {@code auth}; {@code instants} date the signatures. */
  public AwsIssuer(AwsIam auth, InstantSource instants) {
    this.auth = auth;
    this.instants = instants;
  }

  @Override
  public Credential issue() {
    AwsCredentialsIdentity identity;
    try {
      identity = Chain.PROVIDER.resolveCredentials();
    } catch (SdkException e) {
      throw new IssuerException("AWS's SDK found no credentials", e);
    }
    Instant now = instants.instant();
    Instant end = identity.expirationTime().orElse(now.plus(VALID_WITHOUT_END));
    Instant least = now.plus(LEAST_VALID);
    AwsCredential credential =
        new AwsCredential(auth, identity, end.isBefore(least) ? least : end, instants);
    // The first signature loads a hundred classes: here nobody waits for that.
    credential.fields(SOME);
    return credential;
  }
}
