package dev.wayfare.router.proxy;

/** Files that TLS cannot be made of; the message is one sentence. */
public final class TlsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TlsException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
