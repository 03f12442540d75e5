package dev.wayfare.shim.engine;

/** The memory of a guest that makes no host calls, which nobody but a test has a use for. */
public final class MemoryOf {
  private MemoryOf() {}

  /** The guest's memory as a host call would see it. */
  public static GuestMemory guest(Guest guest) {
    return guest.memory();
  }
}
