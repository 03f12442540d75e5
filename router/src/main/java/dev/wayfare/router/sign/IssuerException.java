package dev.wayfare.router.sign;

/** An issuer gave no credential. Its message may be shown: it holds nothing secret. */
public final class IssuerException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 300;

  public IssuerException(String message) {
    super(message);
  }

  /** {@code what} happened, and the beginning of what {@code cause} says of it. */
  public IssuerException(String what, Throwable cause) {
    super(what + " (" + beginning(cause) + ")", cause);
  }

  private static String beginning(Throwable cause) {
    String said = String.valueOf(cause.getMessage()).lines().findFirst().orElse("").strip();
    return cause.getClass().getSimpleName()
        + ": "
        + (said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said);
  }
}
