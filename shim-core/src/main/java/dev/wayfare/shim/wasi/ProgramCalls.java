package dev.wayfare.shim.wasi;

import dev.wayfare.shim.engine.GuestMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The calls that give a guest its command line and its environment. */
final class ProgramCalls {
  private final Run run;
  private final List<Octets> grantedArguments;
  private final List<Octets> grantedVariables;

  ProgramCalls(Run run) {
    this.run = run;
    this.grantedArguments = run.grants().arguments().stream().map(Octets::utf8).toList();
    var variables = new ArrayList<Octets>();
    addAll(variables, run.grants().environment());
    addAll(variables, run.grants().secrets());
    this.grantedVariables = List.copyOf(variables);
  }

  void argsSizesGet(GuestMemory memory, long[] a) {
    writeSizes(memory, arguments(), (int) a[0], (int) a[1]);
  }

  void argsGet(GuestMemory memory, long[] a) {
    write(memory, arguments(), (int) a[0], (int) a[1]);
  }

  void environSizesGet(GuestMemory memory, long[] a) {
    writeSizes(memory, readEnvironment(), (int) a[0], (int) a[1]);
  }

  void environGet(GuestMemory memory, long[] a) {
    write(memory, readEnvironment(), (int) a[0], (int) a[1]);
  }

  private List<Octets> arguments() {
    return joined(run.program().arguments(), grantedArguments);
  }

  private List<Octets> readEnvironment() {
    List<Octets> entries = environment();
    if (!entries.isEmpty()) {
      run.freeze(Frozen.ENVIRONMENT);
    }
    return entries;
  }

  private List<Octets> environment() {
    List<Octets> requested = run.program().environment();
    if (grantedVariables.isEmpty()) {
      return requested;
    }
    List<Octets> kept =
        requested.stream()
            .filter(each -> grantedVariables.stream().noneMatch(each::namesSameVariableAs))
            .toList();
    return joined(kept, grantedVariables);
  }

  private static List<Octets> joined(List<Octets> first, List<Octets> second) {
    if (second.isEmpty()) {
      return first;
    }
    var all = new ArrayList<Octets>(first.size() + second.size());
    all.addAll(first);
    all.addAll(second);
    return all;
  }

  private static void addAll(List<Octets> entries, Map<String, String> variables) {
    variables.forEach((name, value) -> entries.add(Octets.utf8(name + "=" + value)));
  }

  private static void writeSizes(GuestMemory memory, List<Octets> texts, int count, int bytes) {
    memory.requireWithin(count, 4);
    memory.requireWithin(bytes, 4);
    memory.writeInt(count, texts.size());
    memory.writeInt(bytes, sizeBytes(texts));
  }

  private static void write(GuestMemory memory, List<Octets> texts, int pointers, int buffer) {
    memory.requireWithin(pointers, 4 * texts.size());
    memory.requireWithin(buffer, sizeBytes(texts));
    int pointer = pointers;
    int address = buffer;
    for (Octets text : texts) {
      memory.writeInt(pointer, address);
      text.writeTo(memory, address);
      pointer += 4;
      address += text.length() + 1;
    }
  }

  private static int sizeBytes(List<Octets> texts) {
    int total = 0;
    for (Octets text : texts) {
      total += text.length() + 1;
    }
    return total;
  }
}
