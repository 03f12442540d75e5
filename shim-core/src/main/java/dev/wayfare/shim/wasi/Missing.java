package dev.wayfare.shim.wasi;

/** A grant that a guest would have needed. */
enum Missing {
  FILES("grant files (none is granted)"),
  WRITABLE_FILES("the granted files are read-only; only scratch space, below /tmp, is writable"),
  CLOCK("grant clock"),
  RANDOMNESS("grant randomness"),
  SOCKETS("this host grants no sockets");

  private final String advice;

  Missing(String advice) {
    this.advice = advice;
  }

  String advice() {
    return advice;
  }
}
