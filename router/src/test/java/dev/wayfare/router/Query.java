package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a query of Prometheus asks for.
 *
 * @param names the series
 * @param labels the labels that it selects or groups them by
 */
record Query(String text, Set<String> names, Set<String> labels) {
  private static final Pattern METRIC = Pattern.compile("\\b(wayfare|jvm|process|system)_\\w+");
  private static final Pattern SELECTED =
      Pattern.compile("((?:wayfare|jvm|process|system)_\\w+)\\{([^}]*)}");
  private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");
  private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance", "le");

  static Query of(String text) {
    Set<String> names = new TreeSet<>();
    METRIC.matcher(text).results().forEach(found -> names.add(found.group()));
    Set<String> labels = new HashSet<>();
    SELECTED
        .matcher(text)
        .results()
        .forEach(
            found -> {
              for (String matcher : found.group(2).split(",", -1)) {
                labels.add(matcher.split("[=!]", 2)[0]);
              }
            });
    BY.matcher(text)
        .results()
        .forEach(found -> labels.addAll(List.of(found.group(1).split(", ", -1))));
    return new Query(text, names, labels);
  }

  /** Fails unless all of it is on the page. */
  void fits(Scrape scrape) {
    assertThat(names).as(text).isNotEmpty().isSubsetOf(scrape.names());
    Set<String> known = new HashSet<>(OF_PROMETHEUS);
    scrape.families().values().stream()
        .filter(family -> family.samples().keySet().stream().anyMatch(names::contains))
        .forEach(family -> known.addAll(family.labels()));
    assertThat(labels).as(text).isSubsetOf(known);
  }
}
