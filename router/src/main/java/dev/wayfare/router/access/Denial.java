package dev.wayfare.router.access;

import org.jspecify.annotations.Nullable;

/**
 * Why a request is not served.
 *
 * @param cause the kind of reason
 * @param sentence what is wrong and what to do, for the caller; without any part of a credential
 * @param challenge what {@code WWW-Authenticate} says (RFC 9110, section 11.6.1), or null
 */
public record Denial(Cause cause, String sentence, @Nullable String challenge) {
  /** The kinds of reasons, with the status and the word that each is answered and counted by. */
  public enum Cause {
    NO_CREDENTIAL(401, "no-credential"),
    BAD_CREDENTIAL(401, "bad-credential"),
    FORBIDDEN(403, "forbidden");

    private final int status;
    private final String word;

    Cause(int status, String word) {
      this.status = status;
      this.word = word;
    }

    public int status() {
      return status;
    }

    /** The cause in metrics and logs. */
    public String word() {
      return word;
    }
  }
}
