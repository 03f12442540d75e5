package dev.wayfare.shim.contract;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What becomes of a query that comes as a map of parameters, by name and in the order of the names;
 * written down apart from the code under test.
 */
final class Regrouped {
  private Regrouped() {}

  /** Parameters of one name stand together. */
  static String together(String query) {
    return joined(parameters(query, "&", text -> text), (text, kept) -> text);
  }

  /** The last parameter of each name is left. */
  static String last(String query) {
    Map<String, List<String>> last = new LinkedHashMap<>();
    parameters(query, "&", text -> text)
        .forEach((name, values) -> last.put(name, List.of(values.getLast())));
    return joined(last, (text, kept) -> text);
  }

  /** Parameters of one name stand together, decoded and encoded again. */
  static String anew(String query, String separator) {
    return joined(parameters(query, separator, Regrouped::decoded), Regrouped::encoded);
  }

  private static Map<String, List<String>> parameters(
      String query, String separator, Function<String, String> read) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String parameter : query.split(separator, -1)) {
      String[] parts = parameter.split("=", 2);
      parameters
          .computeIfAbsent(read.apply(parts[0]), name -> new ArrayList<>())
          .add(parts.length < 2 ? "" : read.apply(parts[1]));
    }
    return parameters;
  }

  private static String joined(
      Map<String, List<String>> parameters, BinaryOperator<String> written) {
    return parameters.entrySet().stream()
        .flatMap(
            each ->
                each.getValue().stream()
                    .map(
                        value ->
                            written.apply(each.getKey(), "/?!$'()*,:@~")
                                + "="
                                + written.apply(value, "/?!$'()*,:@~=")))
        .collect(Collectors.joining("&"));
  }

  /** What is no escape stays, and its whole name or value with it. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static String encoded(String text, String kept) {
    String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    for (int i = 0; i < kept.length(); i++) {
      String each = kept.substring(i, i + 1);
      encoded = encoded.replace(URLEncoder.encode(each, StandardCharsets.UTF_8), each);
    }
    return encoded;
  }
}
