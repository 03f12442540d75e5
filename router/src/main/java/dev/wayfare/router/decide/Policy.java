package dev.wayfare.router.decide;

/** Ranks candidates. A policy is a pure function: equal snapshots give equal decisions. */
@FunctionalInterface
public interface Policy {
  /** The decision for one request. */
  Decision decide(Snapshot snapshot);
}
