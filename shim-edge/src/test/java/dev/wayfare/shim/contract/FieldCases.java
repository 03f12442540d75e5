package dev.wayfare.shim.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Request fields arrive with their values whole, but for those of a connection and our own. */
final class FieldCases {
  private FieldCases() {}

  static List<Case> all() {
    var cases = new ArrayList<Case>();
    cases.add(get("a field arrives whatever its case").with("X-UPPER", "a").with("x-lower", "B"));
    cases.add(get("an empty value arrives").with("X-Empty", ""));
    cases.add(
        get("a value arrives with its spaces, commas and quotes")
            .with("X-Value", "a,  b; c=\"d, \\\"e\""));
    cases.add(
        get("a tab in a value arrives")
            .with("X-Tab", "a\tb")
            .meets("tabs", Expected.Told.of("/fields").withField("x-tab", "a b")));
    cases.add(
        get("repeated fields arrive as one")
            .with("X-Many", "a")
            .with("X-Other", "1")
            .with("x-many", "b, c")
            .with("X-MANY", "")
            .meets("last-values", Expected.Told.of("/fields").withField("x-many", "")));
    cases.add(
        get("cookies arrive as one")
            .with("Cookie", "a=1; b=2")
            .with("Cookie", "c=3")
            .meets("last-values", Expected.Told.of("/fields").withField("cookie", "c=3"))
            .meets(
                "lines-of-cookies",
                Expected.Told.of("/fields").withField("cookie", "a=1; b=2,c=3")));
    cases.add(
        get("a name may have any of a token's characters")
            .with("x.a_b~c!d#e$f%g&h'i*j+k^l`m|n", "1"));
    cases.add(get("UTF-8 in a field arrives").with("X-Octets", "caf\u00c3\u00a9"));
    cases.add(
        get("fields of the connection do not arrive")
            .with("Connection", "close, Upgrade, X-Named")
            .with("X-Named", "1")
            .with("Keep-Alive", "timeout=5")
            .with("Proxy-Connection", "keep-alive")
            .with("Proxy-Authorization", "Basic YTpi")
            .with("TE", "trailers")
            .with("Upgrade", "nothing/1")
            .meets("upgrades")
            .meets("named-fields", Expected.Told.of("/fields").withField("x-named", "1")));
    cases.add(
        get("fields arrive that are nothing to a front")
            .with("Content-MD5", "YQ==")
            .with("Max-Forwards", "7")
            .with("Server", "a caller")
            .with("WWW-Authenticate", "Basic")
            .meets(
                "dropped-fields",
                Expected.Told.of("/fields")
                    .without("content-md5", "max-forwards", "server", "www-authenticate")));
    cases.add(
        get("a field does not change the method")
            .with("X-HTTP-Method-Override", "DELETE")
            .meets(
                "overridden-methods",
                Expected.Told.of("/fields")
                    .withMethod("DELETE")
                    .without("x-http-method-override")));
    cases.add(
        get("fields of ours do not arrive")
            .with("Wayfare-Meter", "v=1")
            .with("wayfare-anything", "1"));
    cases.add(
        get("request id and trace context arrive")
            .with("X-Request-Id", "an-id-of-the-caller")
            .with("Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .with("Tracestate", "a=1,b=2"));
    cases.add(
        get("the way so far arrives")
            .with("X-Forwarded-For", "192.0.2.7")
            .with("Forwarded", "for=192.0.2.7;proto=https")
            .with("X-Real-IP", "192.0.2.7"));
    cases.add(
        get("what a browser sends arrives")
            .with("User-Agent", "Mozilla/5.0 (X11; Linux x86_64)")
            .with("Accept", "text/html,application/xml;q=0.9,*/*;q=0.8")
            .with("Accept-Encoding", "gzip, deflate, br, zstd")
            .with("Accept-Language", "de-AT,en;q=0.5")
            .with("If-None-Match", "W/\"a\", \"b\"")
            .with("Authorization", "Bearer a.b.c")
            .with("Origin", "https://example.com")
            .with("Referer", "https://example.com/a?b=c")
            .with("Range", "bytes=0-1"));
    return cases;
  }

  /** Octets in no known coding; heads up to what the host takes, and past it. */
  static List<Case> ofWires() {
    var cases = new ArrayList<Case>();
    cases.add(
        get("octets that are no UTF-8 arrive")
            .with("X-Octets", "caf\u00e9")
            .meets("octets-in-fields"));
    cases.add(sized(4, 1));
    cases.add(sized(9, 1));
    cases.add(sized(15, 1).meets("heads-over-10-kib"));
    cases.add(sized(30, 4).meets("heads-over-10-kib"));
    cases.add(sized(60, 8).meets("heads-over-10-kib").meets("heads-over-32-kib"));
    cases.add(numbered(90));
    cases.add(numbered(190).meets("over-100-fields"));
    cases.add(
        // Enough for the host to refuse it, and little enough to reach it.
        with(get("more fields than the host takes are 431"), 8, (64 << 10) + 128)
            .expecting(new Expected.Refused(431))
            .meets("heads-over-10-kib")
            .meets("heads-over-32-kib")
            .meets("heads-over-64-kib"));
    return cases;
  }

  private static Case sized(int kib, int lines) {
    return with(get(kib + " KiB of fields arrive, in " + lines + " lines"), lines, kib * 1024);
  }

  private static Case with(Case sized, int lines, int bytes) {
    Case larger = sized;
    for (int i = 0; i < lines; i++) {
      larger = larger.with("X-Long-" + i, "v".repeat(bytes / lines - 8));
    }
    return larger;
  }

  private static Case numbered(int count) {
    Case numbered = get(count + " fields arrive");
    for (int i = 0; i < count; i++) {
      numbered = numbered.with(String.format(Locale.ROOT, "X-F-%04d", i), "v" + i);
    }
    return numbered;
  }

  private static Case get(String name) {
    return Case.told(name, "GET", "/fields");
  }
}
