package dev.wayfare.packager.split;

import java.util.List;

/** The types of a function's parameters and results, as the bytes that stand for them. */
record FunctionType(List<Integer> parameters, List<Integer> results) {
  FunctionType {
    parameters = List.copyOf(parameters);
    results = List.copyOf(results);
  }

  byte[] encoded() {
    var out = new WasmOutput().u8(0x60).unsigned(parameters.size());
    parameters.forEach(out::u8);
    out.unsigned(results.size());
    results.forEach(out::u8);
    return out.toByteArray();
  }
}
