package dev.wayfare.shim.engine;

/**
 * One function that the host offers to guests.
 *
 * @param module the name space it is imported from, such as "wasi_snapshot_preview1"
 * @param name its name there
 * @param type its type as {@link ModuleDescription} writes it, such as "(i32,i32) -> (i32)"
 * @param body what it does
 */
public record HostCall(String module, String name, String type, Body body) {

  /** What a call does, on the thread that runs the guest. */
  @FunctionalInterface
  public interface Body {
    /**
     * Answers the guest.
     *
     * @param memory the guest's memory; a guest without one has a memory of no bytes
     * @param arguments one for each parameter; of an {@code i32} only the low 32 bits count
     * @return the result; of no meaning where the type has none
     * @throws GuestTrap to end the guest for a mistake of its own
     * @throws GuestExit to end the guest as it asked
     * @throws LimitReached to end the guest for the size of what it gave
     */
    long call(GuestMemory memory, long[] arguments);
  }
}
