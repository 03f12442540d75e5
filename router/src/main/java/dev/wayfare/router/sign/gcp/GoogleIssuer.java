package dev.wayfare.router.sign.gcp;

import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdToken;
import com.google.auth.oauth2.IdTokenProvider;
import dev.wayfare.router.config.TargetAuth.GoogleIdToken;
import dev.wayfare.router.sign.Credential;
import dev.wayfare.router.sign.Issuer;
import dev.wayfare.router.sign.IssuerException;
import dev.wayfare.router.sign.SignableRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/**
 * Google's application default credentials: the file that {@code GOOGLE_APPLICATION_CREDENTIALS}
 * names, the one of gcloud, or the metadata server.
 *
 * @param auth whom the tokens are for
 * @param isFileNamed whether that variable is set: then nothing else will do
 * @see <a href="https://cloud.google.com/run/docs/authenticating/service-to-service">Authenticate
 *     service-to-service</a>
 */
public record GoogleIssuer(GoogleIdToken auth, boolean isFileNamed) implements Issuer {
  @Override
  public Credential issue() {
    IdTokenProvider provider = provider();
    try {
      IdToken token = provider.idTokenWithAudience(auth.audience(), List.of());
      Date end = token.getExpirationTime();
      if (end == null) {
        throw new IOException("it does not say until when it is valid");
      }
      return new Token(token.getTokenValue(), end.toInstant());
    } catch (IOException e) {
      throw new IssuerException("Google gave no identity token", e);
    } catch (RuntimeException e) {
      // What it says may quote what came, which may be a token.
      throw new IssuerException("Google's identity token cannot be read");
    }
  }

  /**
   * The library looks for a metadata server once in the life of a process: one that is away just
   * then must be found later.
   */
  private IdTokenProvider provider() {
    try {
      GoogleCredentials found = GoogleCredentials.getApplicationDefault();
      if (found instanceof IdTokenProvider provider) {
        return provider;
      }
      throw new IssuerException(
          "Google's credentials here (%s) give no identity tokens; those of a service account do"
              .formatted(found.getClass().getSimpleName()));
    } catch (IOException e) {
      if (isFileNamed) {
        throw new IssuerException("Google's credentials cannot be read", e);
      }
      return ComputeEngineCredentials.create();
    }
  }

  private record Token(String value, Instant expiresAt) implements Credential {
    @Override
    public Map<String, String> fields(SignableRequest request) {
      return Map.of("x-serverless-authorization", "Bearer " + value);
    }

    @Override
    public String toString() {
      return "Token[***]";
    }
  }
}
