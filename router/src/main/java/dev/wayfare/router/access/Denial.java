package dev.wayfare.router.access;

import java.util.Map;

/**
 * Why a request is not served.
 *
 * @param cause the kind of reason
 * @param sentence what is wrong and what to do, for the caller; without any part of a credential
 * @param fields of the answer that go with it, by their names in lower case
 */
public record Denial(Cause cause, String sentence, Map<String, String> fields) {
  /** The kinds of reasons, with the status and the word that each is answered and counted by. */
  public enum Cause {
    NO_CREDENTIAL(401, "no-credential"),
    BAD_CREDENTIAL(401, "bad-credential"),
    FORBIDDEN(403, "forbidden"),
    RATE_LIMITED(429, "rate-limited"),
    QUOTA_SPENT(429, "quota-spent"),
    UNVERIFIED(503, "unverified");

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

  public Denial {
    fields = Map.copyOf(fields);
  }

  /** A token cannot be judged for the time being. */
  public static Denial unverified() {
    return until(
        Cause.UNVERIFIED,
        "The token could not be verified for the time being; try again later.",
        1);
  }

  static Denial of(Cause cause, String sentence) {
    return new Denial(cause, sentence, Map.of());
  }

  /** One that is over after {@code seconds}, 1 or more. */
  static Denial until(Cause cause, String sentence, long seconds) {
    return new Denial(cause, sentence, Map.of("retry-after", Long.toString(seconds)));
  }

  /**
   * One that another credential would help against.
   *
   * @param challenge which one would do (RFC 9110, section 11.6.1)
   */
  static Denial challenging(Cause cause, String sentence, String challenge) {
    return new Denial(cause, sentence, Map.of("www-authenticate", challenge));
  }
}
