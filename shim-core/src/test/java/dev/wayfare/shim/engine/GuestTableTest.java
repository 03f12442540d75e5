package dev.wayfare.shim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.ValType;
import com.dylibso.chicory.wasm.types.Value;
import org.junit.jupiter.api.Test;

final class GuestTableTest {
  private static final int NONE = Value.REF_NULL_VALUE;

  private final Table declared = new Table(ValType.FuncRef, new TableLimits(2, 100));
  private final Instance instance =
      Instance.builder(Parser.parse(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0})).build();

  @Test
  void itsGrowthIsNotSeenByTheModule() {
    var table = new GuestTable(declared, NONE, new GuestTable.Room(100));
    assertThat(table.grow(5, NONE, instance)).isEqualTo(2);
    assertThat(table.size()).isEqualTo(7);
    assertThat(declared.limits().min()).isEqualTo(2);
  }

  @Test
  void allTablesOfAGuestShareOneBound() {
    var room = new GuestTable.Room(10);
    var one = new GuestTable(declared, NONE, room);
    var other = new GuestTable(declared, NONE, room);
    assertThat(one.grow(4, NONE, instance)).isEqualTo(2);
    assertThat(other.grow(3, NONE, instance)).isEqualTo(-1);
    assertThat(room.wasRefused()).isTrue();
    assertThat(other.grow(2, NONE, instance)).isEqualTo(2);
    assertThat(other.grow(-1, NONE, instance)).isEqualTo(-1);
  }

  @Test
  void whatIsWrittenIsUndoneAndGrowthIsNot() {
    var table = new GuestTable(declared, NONE, new GuestTable.Room(10));
    table.setRef(0, 7, instance);
    int[] contents = table.contents();
    table.setRef(0, 8, instance);
    table.setRef(1, 9, instance);
    assertThat(table.putBack(contents, instance)).isTrue();
    assertThat(table.ref(0)).isEqualTo(7);
    assertThat(table.ref(1)).isEqualTo(NONE);
    assertThat(table.instance(0)).isSameAs(instance);
    assertThat(table.instance(1)).isNull();
    assertThat(table.grow(1, NONE, instance)).isEqualTo(2);
    assertThat(table.putBack(contents, instance)).isFalse();
  }
}
