package dev.wayfare.shim.contract;

import java.util.ArrayList;
import java.util.List;

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
          "/a%2Bb",
          "/100%25",
          "/%C3%A9",
          "/%c3%a9",
          "/%FF%fe",
          "/a;b=c,d",
          "/a:b@c",
          "/~user",
          "/-._~!$&'()*+,;=:@",
          "/a=b&c");

  /** What some platforms decode or put straight before a function sees it. */
  private static final List<String> DECODED =
      List.of(
          "/%7euser", "/%61bc", "/a%2Fb", "/a%2fb", "/a%3Bb", "/a%3Fb%23c", "/a%5Cb", "/a%252Fb");

  private static final List<String> DOTS =
      List.of("/a/./b", "/a/../b", "/a/..", "/%2e%2e/a", "/a/%2E/b", "/.hidden", "/a/...");

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

  private TargetCases() {}

  static List<Case> ofUris() {
    var cases = new ArrayList<Case>();
    PATHS.forEach(path -> cases.add(path(path)));
    DECODED.forEach(path -> cases.add(path(path).meets("decoded-paths")));
    DOTS.forEach(path -> cases.add(path(path).meets("dots-in-paths")));
    cases.add(path("//a").meets("two-slashes"));
    QUERIES.forEach(query -> cases.add(query(query)));
    // Nobody tells an empty query from none: neither CGI nor any cloud's event can.
    cases.add(
        Case.told("an empty query is none", "GET", "/query?")
            .expecting(new Expected.Told("/query")));
    cases.add(path("/favicon.ico").meets("own-paths"));
    cases.add(path("/robots.txt").meets("own-paths"));
    return cases;
  }

  /** What RFC 3986 has no place for, though it travels over HTTP all the time. */
  static List<Case> ofNoUris() {
    var cases = new ArrayList<Case>();
    for (String path : List.of("/a|b", "/a{b}", "/a^b", "/a`b", "/a\"b", "/a<b>", "/a[b]")) {
      cases.add(path(path).meets("odd-paths"));
    }
    cases.add(path("/a\\b").meets("backslashes"));
    for (String path : List.of("/a%zzb", "/a%", "/a%2")) {
      cases.add(path(path).meets("broken-escapes-in-paths"));
    }
    for (String query : List.of("a=b|c", "a={b}", "a=^`\"<>\\", "a[]=1&a[]=2")) {
      cases.add(query(query).meets("odd-queries"));
    }
    for (String query : List.of("a=%zz", "a=%", "a=%2")) {
      cases.add(query(query).meets("broken-escapes-in-queries"));
    }
    return cases;
  }

  private static Case path(String path) {
    return Case.told("the path " + path + " arrives as it was sent", "GET", path);
  }

  private static Case query(String query) {
    return Case.told("the query ?" + query + " arrives as it was sent", "GET", "/query?" + query);
  }
}
