package dev.wayfare.cli;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * In what an answer differs from the one that is expected: status, fields and the bytes of the
 * body. Several lines of a field mean the same as one with commas (RFC 9110, section 5.3), but for
 * {@code set-cookie}.
 */
final class AnswerComparison {
  /** What comes with an answer wherever the module runs; docs/verify.md names them. */
  private static final Set<String> OF_THE_WAY =
      Set.of(
          "alt-svc",
          "connection",
          "content-length",
          "date",
          "keep-alive",
          "server",
          "transfer-encoding",
          "traceparent",
          "wayfare-meter",
          "wayfare-quote-usd",
          "wayfare-target",
          "x-amz-apigw-id",
          "x-amzn-requestid",
          "x-amzn-trace-id",
          "x-cloud-trace-context",
          "x-request-id");

  private static final int SHOWN = 60;

  private AnswerComparison() {}

  /** All differences; none where {@code got} has just what {@code expected} has. */
  static List<String> of(Answer expected, Answer got) {
    return compare(expected, got, names(expected, got));
  }

  /** The same where {@code expected} tells of those fields alone that must be there. */
  static List<String> ofNamed(Answer expected, Answer got) {
    return compare(expected, got, names(expected));
  }

  private static List<String> compare(Answer expected, Answer got, Set<String> names) {
    var differences = new ArrayList<String>();
    if (expected.status() != got.status()) {
      differences.add("status %d, not %d".formatted(got.status(), expected.status()));
    }
    for (String name : names) {
      List<String> wanted = values(expected, name);
      List<String> there = values(got, name);
      if (!wanted.equals(there)) {
        differences.add(difference(name, wanted, there));
      }
    }
    body(expected.body(), got.body()).ifPresent(differences::add);
    return differences;
  }

  private static Set<String> names(Answer... answers) {
    Set<String> names = new LinkedHashSet<>();
    for (Answer answer : answers) {
      for (Header header : answer.headers()) {
        String name = header.name().toLowerCase(Locale.ROOT);
        if (!OF_THE_WAY.contains(name)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  private static List<String> values(Answer answer, String name) {
    List<String> lines =
        answer.headers().stream()
            .filter(header -> header.name().equalsIgnoreCase(name))
            .map(Header::value)
            .toList();
    return name.equals("set-cookie") || lines.size() < 2
        ? lines
        : List.of(String.join(", ", lines));
  }

  private static String difference(String name, List<String> wanted, List<String> there) {
    if (there.isEmpty()) {
      return "no field %s, which is %s".formatted(name, shown(wanted));
    }
    return wanted.isEmpty()
        ? "a field %s, which is %s".formatted(name, shown(there))
        : "%s is %s, not %s".formatted(name, shown(there), shown(wanted));
  }

  private static String shown(List<String> values) {
    var text = new StringBuilder();
    for (String value : values) {
      text.append(text.isEmpty() ? "\"" : " and \"");
      value.chars().limit(SHOWN).forEach(c -> text.append(c < ' ' || c > '~' ? '?' : (char) c));
      text.append(value.length() > SHOWN ? "…\"" : "\"");
    }
    return text.toString();
  }

  private static Optional<String> body(Body expected, Body got) {
    byte[] wanted = expected.toByteArray();
    byte[] there = got.toByteArray();
    int at = Arrays.mismatch(wanted, there);
    return at < 0
        ? Optional.empty()
        : Optional.of(
            "a body of %d bytes, not %d, which differs from byte %d on"
                .formatted(there.length, wanted.length, at));
  }
}
