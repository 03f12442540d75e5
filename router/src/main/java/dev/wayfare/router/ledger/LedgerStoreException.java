package dev.wayfare.router.ledger;

/** A ledger's store could not be used; the message is one sentence that says which, and why. */
public final class LedgerStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LedgerStoreException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
