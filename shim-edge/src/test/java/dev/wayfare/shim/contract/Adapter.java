package dev.wayfare.shim.contract;

import dev.wayfare.shim.Invocation;

/** A shim, entered the way its cloud enters it. */
@FunctionalInterface
public interface Adapter {
  /** Sends a request through; of {@code request}, only what can be on the wire is looked at. */
  Answer send(Invocation request) throws Exception;
}
