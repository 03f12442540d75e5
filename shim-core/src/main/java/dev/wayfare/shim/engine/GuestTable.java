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
  private final int mostEntries;
  private boolean changed;
  private boolean growthRefused;

  GuestTable(Table table, int initialValue, int mostEntries) {
    super(
        new Table(
            table.elementType(),
            new TableLimits(table.limits().min(), table.limits().max(), table.limits().shared()),
            table.initialize()),
        initialValue);
    this.mostEntries = mostEntries;
  }

  @Override
  public int grow(int more, int value, Instance instance) {
    if (more < 0 || more > mostEntries - size()) {
      growthRefused = true;
      return -1;
    }
    changed = true;
    return super.grow(more, value, instance);
  }

  @Override
  public void setRef(int index, int value, Instance instance) {
    changed = true;
    super.setRef(index, value, instance);
  }

  /** What it holds now; whatever is written from now on can be undone by {@link #putBack}. */
  int[] contents() {
    changed = false;
    int[] contents = new int[size()];
    for (int i = 0; i < contents.length; i++) {
      contents[i] = ref(i);
    }
    return contents;
  }

  /** Whether the guest asked for more entries than it may have, since it was last put back. */
  boolean growthRefused() {
    return growthRefused;
  }

  /**
   * Makes it hold {@code contents} again, all of them functions of {@code instance}.
   *
   * @return false if it has grown beyond them, which cannot be undone
   */
  boolean putBack(int[] contents, Instance instance) {
    growthRefused = false;
    if (!changed) {
      return true;
    }
    if (size() != contents.length) {
      return false;
    }
    restore(contents, instance);
    return true;
  }

  /** Makes it hold {@code contents}, as a table of another guest did. */
  void restore(int[] contents, Instance instance) {
    if (contents.length > size()) {
      super.grow(contents.length - size(), Value.REF_NULL_VALUE, instance);
    }
    for (int i = 0; i < contents.length; i++) {
      boolean empty = contents[i] == Value.REF_NULL_VALUE;
      super.setRef(i, contents[i], empty ? null : instance);
    }
    changed = false;
  }
}
