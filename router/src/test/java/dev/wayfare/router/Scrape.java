package dev.wayfare.router;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Prometheus makes of a page in its text format.
 *
 * @param families by name
 */
record Scrape(Map<String, Family> families) {
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(\\{(.*)})? \\S+");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Set<String> OF_THE_TYPE = Set.of("le", "quantile");
  private static final Pattern PART = Pattern.compile("_(bucket|sum|count)$");

  /**
   * One metric.
   *
   * @param labels names of its labels, those of its type left out
   * @param samples how often each name of a series is there
   */
  record Family(String type, Set<String> labels, Map<String, Integer> samples) {}

  static Scrape of(String text) {
    Map<String, Family> families = new TreeMap<>();
    for (String line : text.lines().toList()) {
      Matcher type = TYPE.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      if (type.matches()) {
        families.put(type.group(1), new Family(type.group(2), new TreeSet<>(), new TreeMap<>()));
      } else if (sample.matches()) {
        add(families, sample);
      } else if (!line.startsWith("# HELP ")) {
        throw new AssertionError("not a line of the format: " + line);
      }
    }
    return new Scrape(families);
  }

  private static void add(Map<String, Family> families, Matcher sample) {
    String name = sample.group(1);
    Family family = families.get(name);
    if (family == null) {
      family = families.get(PART.matcher(name).replaceFirst(""));
    }
    if (family == null) {
      throw new AssertionError("a sample of no metric: " + name);
    }
    family.samples().merge(name, 1, Integer::sum);
    if (sample.group(3) != null) {
      Matcher label = LABEL.matcher(sample.group(3));
      while (label.find()) {
        if (!OF_THE_TYPE.contains(label.group(1))) {
          family.labels().add(label.group(1));
        }
      }
    }
  }

  /** Every name that a query can use. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    families.values().forEach(family -> names.addAll(family.samples().keySet()));
    return names;
  }

  /** How many series there are. */
  int size() {
    return families.values().stream()
        .flatMap(family -> family.samples().values().stream())
        .mapToInt(Integer::intValue)
        .sum();
  }
}
