package dev.wayfare.router.decide;

/** How busy the targets are. */
@FunctionalInterface
public interface Loads {
  /** Requests that were sent to a target and not answered yet, by its place in the file, from 0. */
  int inFlight(int candidate);
}
