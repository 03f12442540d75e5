package dev.wayfare.shim.abi;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;

/** Answers a request that a guest passes on. */
@FunctionalInterface
public interface NextHandler {
  /** Answers 404 to everything: behind a function there is nothing else. */
  NextHandler NOT_FOUND = invocation -> new Answer.Answered(404, Headers.EMPTY, Body.EMPTY);

  /** Answers a request, on the thread of the guest that passed it on. */
  Answer.Answered handle(Invocation invocation);
}
