package dev.wayfare.router.deployed;

/**
 * One of the two places that each target has for a version, elsewhere called blue and green: a new
 * version goes into the one that does not serve.
 */
public enum Slot {
  A("a"),
  B("b");

  private final String id;

  Slot(String id) {
    this.id = id;
  }

  /** The one that a new version goes into while this one serves. */
  public Slot other() {
    return this == A ? B : A;
  }

  /** As it is written in files and names. */
  public String id() {
    return id;
  }

  /** The slot that is written as {@code id}. */
  static Slot of(String id) {
    for (Slot slot : values()) {
      if (slot.id.equals(id)) {
        return slot;
      }
    }
    throw new IllegalArgumentException("a slot is \"a\" or \"b\"");
  }
}
