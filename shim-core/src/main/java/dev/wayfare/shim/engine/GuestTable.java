package dev.wayfare.shim.engine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.Value;

/**
 * A guest's table of functions, bounded, that can be put back to what it once held. It has limits
 * of its own: the engine's table writes its growth into the module, where every later guest would
 * see it.
 */
final class GuestTable extends TableInstance {
  private final Room room;

  /** Entries from here to {@link #changedEnd} may differ from what it is put back to. */
  private int changedStart;

  private int changedEnd;

  /** How many entries all tables of one guest may still grow by. */
  static final class Room {
    private int entries;
    private boolean refused;

    /** Room for so many entries, those that the tables begin with among them. */
    Room(int entries) {
      this.entries = entries;
    }

    private boolean take(int more) {
      if (more < 0 || more > entries) {
        refused = true;
        return false;
      }
      entries -= more;
      return true;
    }

    /** Whether the guest asked for more than there was, since it was last put back. */
    boolean wasRefused() {
      return refused;
    }

    void putBack() {
      refused = false;
    }
  }

  GuestTable(Table table, int initialValue, Room room) {
    super(
        new Table(
            table.elementType(),
            new TableLimits(table.limits().min(), table.limits().max(), table.limits().shared()),
            table.initialize()),
        initialValue);
    this.room = room;
    room.take(size());
    forgetChanges();
  }

  @Override
  public int grow(int more, int value, Instance instance) {
    return room.take(more) ? super.grow(more, value, instance) : -1;
  }

  @Override
  public void setRef(int index, int value, Instance instance) {
    super.setRef(index, value, instance);
    changedStart = Math.min(changedStart, index);
    changedEnd = Math.max(changedEnd, index + 1);
  }

  /** What it holds now; whatever is written from now on can be undone by {@link #putBack}. */
  int[] contents() {
    forgetChanges();
    int[] contents = new int[size()];
    for (int i = 0; i < contents.length; i++) {
      contents[i] = ref(i);
    }
    return contents;
  }

  /**
   * Makes it hold {@code contents} again, all of them functions of {@code instance}.
   *
   * @return false if it has grown beyond them, which cannot be undone
   */
  boolean putBack(int[] contents, Instance instance) {
    if (size() != contents.length) {
      return false;
    }
    restore(contents, changedStart, changedEnd, instance);
    return true;
  }

  /** Makes it hold {@code contents}, as a table of another guest did. */
  void become(int[] contents, Instance instance) {
    if (contents.length > size()) {
      grow(contents.length - size(), Value.REF_NULL_VALUE, instance);
    }
    restore(contents, 0, contents.length, instance);
  }

  private void restore(int[] contents, int start, int end, Instance instance) {
    for (int i = start; i < end; i++) {
      boolean isEmpty = contents[i] == Value.REF_NULL_VALUE;
      super.setRef(i, contents[i], isEmpty ? null : instance);
    }
    forgetChanges();
  }

  private void forgetChanges() {
    changedStart = Integer.MAX_VALUE;
    changedEnd = 0;
  }
}
