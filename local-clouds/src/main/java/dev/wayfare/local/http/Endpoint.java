package dev.wayfare.local.http;

/** Whatever answers requests. It runs on a virtual thread of its own for each and may block. */
@FunctionalInterface
public interface Endpoint {
  /** Answers one request; what it throws becomes a 500 and a line in the log. */
  Reply answer(Request request) throws Exception;
}
