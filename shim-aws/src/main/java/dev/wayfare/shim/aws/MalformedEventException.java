package dev.wayfare.shim.aws;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event that cannot be served; the message says why. */
final class MalformedEventException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final transient @Nullable Front front;

  /**
   * An event that cannot be served.
   *
   * @param status what its sender is answered, if it is a request
   * @param front who wants that answer; null where the event is no request, as far as it was read
   */
  MalformedEventException(int status, @Nullable Front front, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
    this.front = front;
  }

  int status() {
    return status;
  }

  Optional<Front> front() {
    return Optional.ofNullable(front);
  }
}
