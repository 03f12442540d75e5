package dev.wayfare.shim.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Paths and queries arrive byte for byte. */
final class TargetCases {
  private static final List<String> PATHS =
      List.of(
          "/",
          "/a",
          "/a/",
          "/a//b",
          "/a+b",
          "/a%20b",
          "/100%25",
          "/%C3%A9",
          "/%FF%FE",
          "/a;b=c,d",
          "/a:b@c",
          "/~user",
          "/-._~!$&'()*+,;=:@",
          "/a=b&c");

  /** What the Functions host of Azure makes of a path that it decodes and encodes again. */
  private static final Map<String, String> DECODED =
      Map.ofEntries(
          Map.entry("/%7euser", "/~user"),
          Map.entry("/%61bc", "/abc"),
          Map.entry("/%c3%a9", "/%C3%A9"),
          Map.entry("/a%2Bb", "/a+b"),
          Map.entry("/a%3Bb", "/a;b"),
          Map.entry("/a%252Fb", "/a%2Fb"),
          Map.entry("/a/./b", "/a/b"),
          Map.entry("/a/../b", "/b"),
          Map.entry("/a/..", "/"),
          Map.entry("/a/%2E/b", "/a/b"));

  /** What comes of a path that an HTTP API decodes, and of which the shim makes a path again. */
  private static final Map<String, String> DECODED_ONCE =
      Map.ofEntries(
          Map.entry("/%7euser", "/~user"),
          Map.entry("/%61bc", "/abc"),
          Map.entry("/%c3%a9", "/%C3%A9"),
          Map.entry("/%FF%FE", "/%EF%BF%BD%EF%BF%BD"),
          Map.entry("/a%2Bb", "/a+b"),
          Map.entry("/a%3Bb", "/a;b"),
          Map.entry("/a%2Fb", "/a/b"),
          Map.entry("/a%2fb", "/a/b"),
          Map.entry("/a%3Fb%23c", "/a"),
          Map.entry("/a/%2E/b", "/a/./b"),
          Map.entry("/%2e%2e/a", "/../a"));

  /** Where servers differ, though these change nothing. */
  private static final List<String> LIKELY_DECODED =
      List.of("/a%2Fb", "/a%2fb", "/a%3Fb%23c", "/a%5Cb", "/.hidden", "/a/...");

  private static final List<String> QUERIES =
      List.of(
          "a=1",
          "a=1&a=2&a=",
          "a&b=&=c&",
          "&",
          "=",
          "a=b=c",
          "q=a/b?c",
          "a+b=c+d",
          "a%20b=%2B%26%3D%25",
          "n=%C3%A9&m=%c3%a9",
          "x=%FF%00",
          "a;b;c",
          "a,b,c=1,2",
          "url=https://example.com:8443/a@b",
          "a=%61",
          "z=1&a=2&m=3&a=1",
          "A=1&a=2");

  private static final Map<String, String> ODD =
      Map.of(
          "/a|b", "/a%7Cb",
          "/a{b}", "/a%7Bb%7D",
          "/a^b", "/a%5Eb",
          "/a`b", "/a%60b",
          "/a\"b", "/a%22b",
          "/a<b>", "/a%3Cb%3E",
          "/a[b]", "/a%5Bb%5D",
          "/a\\b", "/a%5Cb");

  private static final Map<String, String> BROKEN =
      Map.of("/a%zzb", "/a%25zzb", "/a%", "/a%25", "/a%2", "/a%252");

  private TargetCases() {}

  static List<Case> ofUris() {
    var cases = new ArrayList<Case>();
    PATHS.forEach(path -> cases.add(path(path)));
    LIKELY_DECODED.forEach(path -> cases.add(path(path)));
    DECODED.forEach(
        (path, decoded) -> cases.add(path(path).meets("decoded-paths", Expected.Told.of(decoded))));
    cases.add(
        path("/%2e%2e/a")
            .meets("decoded-paths", Expected.Told.of("/a"))
            .meets("paths-above-the-root"));
    cases.add(path("//a").meets("two-slashes"));
    QUERIES.forEach(query -> cases.add(query(query)));
    // Nobody tells an empty query from none: neither CGI nor any cloud's event can.
    cases.add(
        Case.told("an empty query is none", "GET", "/query?")
            .expecting(Expected.Told.of("/query")));
    cases.add(path("/favicon.ico"));
    cases.add(path("/robots.txt"));
    return cases;
  }

  /** What RFC 3986 has no place for, though it travels over HTTP all the time. */
  static List<Case> ofNoUris() {
    var cases = new ArrayList<Case>();
    ODD.forEach(
        (path, encoded) ->
            cases.add(
                path(path).meets("odd-paths").meets("encoded-paths", Expected.Told.of(encoded))));
    BROKEN.forEach(
        (path, encoded) ->
            cases.add(
                path(path)
                    .meets("broken-escapes")
                    .meets("encoded-paths", Expected.Told.of(encoded))));
    for (String query : List.of("a=b|c", "a={b}")) {
      cases.add(query(query).meets("odd-queries").meets("refused-queries"));
    }
    cases.add(query("a=^`\"<>\\").meets("odd-queries"));
    cases.add(query("a[]=1&a[]=2"));
    for (String query : List.of("a=%zz", "a=%", "a=%2")) {
      cases.add(query(query).meets("odd-queries"));
    }
    return cases;
  }

  private static Case path(String path) {
    Case sent = Case.told("the path " + path + " arrives as it was sent", "GET", path);
    String decoded = DECODED_ONCE.get(path);
    return decoded == null ? sent : sent.meets("paths-decoded-once", Expected.Told.of(decoded));
  }

  private static Case query(String query) {
    Case sent =
        Case.told("the query ?" + query + " arrives as it was sent", "GET", "/query?" + query);
    return regrouped(sent, Map.of());
  }

  /** A case with what comes of its query, and of several lines of a field, behind AWS's fronts. */
  static Case regrouped(Case sent, Map<String, String> lastFields) {
    int mark = sent.target().indexOf('?') + 1;
    String path = sent.target().substring(0, mark);
    String query = sent.target().substring(mark);
    return sent.meets("split-queries", Expected.Told.of(path + Regrouped.anew(query, "[&;]")))
        .meets("decoded-queries", Expected.Told.of(path + Regrouped.anew(query, "&")))
        .meets("regrouped-queries", Expected.Told.of(path + Regrouped.together(query)))
        .meets(
            "last-values", Expected.Told.of(path + Regrouped.last(query)).withFields(lastFields));
  }
}
