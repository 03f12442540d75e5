package dev.wayfare.shim.host;

/** Takes what is logged of invocations. Called by many threads at once; must not throw. */
@FunctionalInterface
public interface LogSink {
  /** Takes one line. */
  void write(LogLine line);
}
