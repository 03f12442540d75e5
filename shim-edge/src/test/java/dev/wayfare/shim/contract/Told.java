package dev.wayfare.shim.contract;

import dev.wayfare.shim.Body;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the contract guest was asked, as it tells it in its answer's body (its source is {@code
 * packager/src/test/guests/contract}).
 *
 * @param fields by name as the guest saw it; a name that it saw twice has both values in the list
 */
record Told(
    String method,
    String uri,
    String protocol,
    String source,
    Map<String, List<String>> fields,
    Body body) {

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException where the guest told nothing
   */
  static Told read(byte[] answer) {
    // One character is one byte, so that places in the text are places in the answer.
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\n\n");
    if (end < 0) {
      throw new IllegalArgumentException("the guest told nothing, but: " + text);
    }
    String[] lines = text.substring(0, end).split("\n", -1);
    var fields = new TreeMap<String, List<String>>();
    for (String line : Arrays.asList(lines).subList(4, lines.length)) {
      int colon = line.indexOf(": ");
      fields.merge(
          line.substring(0, colon), List.of(line.substring(colon + 2)), Told::concatenated);
    }
    return new Told(
        lines[0],
        lines[1],
        lines[2],
        lines[3],
        fields,
        Body.of(Arrays.copyOfRange(answer, end + 2, answer.length)));
  }

  private static List<String> concatenated(List<String> first, List<String> next) {
    return java.util.stream.Stream.concat(first.stream(), next.stream()).toList();
  }
}
