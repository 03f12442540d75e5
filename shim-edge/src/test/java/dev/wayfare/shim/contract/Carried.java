package dev.wayfare.shim.contract;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts carried fields back as the router does, which no shim's tests may depend on. */
final class Carried {
  private static final String FIELD = "wayfare-fields";

  private Carried() {}

  static List<Map.Entry<String, String>> restored(List<Map.Entry<String, String>> lines) {
    List<Map.Entry<String, String>> carried =
        lines.stream()
            .filter(line -> line.getKey().equalsIgnoreCase(FIELD))
            .flatMap(line -> List.of(line.getValue().split(", ", -1)).stream())
            .map(Carried::line)
            .toList();
    Set<String> names =
        carried.stream().map(line -> lower(line.getKey())).collect(Collectors.toSet());
    var restored = new ArrayList<Map.Entry<String, String>>();
    for (Map.Entry<String, String> line : lines) {
      String name = lower(line.getKey());
      if (!names.contains(name) && !name.equals(FIELD)) {
        restored.add(line);
      }
    }
    restored.addAll(carried);
    return restored;
  }

  private static Map.Entry<String, String> line(String sequence) {
    byte[] bytes = Base64.getDecoder().decode(sequence.replaceFirst("^:(.*):$", "$1"));
    String line = new String(bytes, StandardCharsets.ISO_8859_1);
    int colon = line.indexOf(": ");
    return Map.entry(line.substring(0, colon), line.substring(colon + 2));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
