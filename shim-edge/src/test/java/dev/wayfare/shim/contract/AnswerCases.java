package dev.wayfare.shim.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wayfare.shim.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Answers arrive with their fields and bytes as the guest gave them. */
final class AnswerCases {
  private static final byte[] TEXT = "a text\n".getBytes(UTF_8);

  private AnswerCases() {}

  static List<Case> all() {
    var cases = new ArrayList<Case>();
    cases.addAll(bodies());
    cases.addAll(fields());
    cases.addAll(alteredFields());
    cases.addAll(sizes());
    return cases;
  }

  private static List<Case> bodies() {
    var cases = new ArrayList<Case>();
    cases.add(answer("an answer without a body arrives", new byte[0], "Content-Type: text/plain"));
    cases.add(answer("an answer of 1 byte arrives", new byte[] {0}, "Content-Type: image/png"));
    cases.add(
        answer(
            "every byte of an answer arrives", BodyCases.everyByte(), "Content-Type: image/png"));
    cases.add(
        answer(
            "what is no text arrives, though it is called one",
            new byte[] {(byte) 0xc3, 0x28, 0, (byte) 0xff},
            "Content-Type: text/html; charset=utf-8"));
    cases.add(
        answer(
            "a coded answer arrives as it is",
            BodyCases.gzip(TEXT),
            "Content-Type: text/plain",
            "Content-Encoding: gzip",
            "Vary: Accept-Encoding"));
    cases.add(
        answer(
                "an answer of 4 MiB arrives",
                BodyCases.random(4 * BodyCases.MIB),
                "Content-Type: video/mp4")
            .meets("bodies-over-1-mib"));
    Case untyped = answer("an answer without a type has none", TEXT);
    var bare = (Expected.Answered) untyped.expected();
    cases.add(
        untyped
            .meets("types", bare.with("content-type", "application/json"))
            .meets("types-of-texts", bare.with("content-type", "text/plain; charset=utf-8")));
    return cases;
  }

  private static List<Case> fields() {
    var cases = new ArrayList<Case>();
    cases.add(
        answer(
            "repeated fields of an answer keep every value",
            TEXT,
            "Content-Type: text/plain",
            "X-Many: a",
            "X-Other: 1",
            "x-many: b, c",
            "X-Empty: ",
            "Cache-Control: no-store",
            "Cache-Control: private"));
    cases.add(
        answer(
            "a type arrives letter for letter", TEXT, "Content-Type: text/HTML;charset=\"UTF-8\""));
    cases.add(
        answer("a cookie is set", TEXT, "Content-Type: text/plain", "Set-Cookie: a=1; Path=/"));
    cases.add(
        answer(
                "several cookies are set, in their order",
                TEXT,
                "Content-Type: text/plain",
                "Set-Cookie: b=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT",
                "set-cookie: a=\"2\"; HttpOnly",
                "SET-COOKIE: c=")
            .meets("several-cookies"));
    cases.add(answer("a redirect arrives", TEXT, "Content-Type: text/plain", "Location: /a?b=c#d"));
    cases.add(
        answer(
                "UTF-8 in a field of an answer arrives",
                TEXT,
                "Content-Type: text/plain",
                "X-Octets: caf\u00c3\u00a9")
            .meets("utf-8-in-fields-of-answers"));
    cases.add(
        answer(
                "octets of an answer that are no UTF-8 arrive",
                TEXT,
                "Content-Type: text/plain",
                "X-Octets: caf\u00e9")
            .meets("octets-in-fields-of-answers"));
    cases.add(
        answer(
            "fields of a cache arrive",
            TEXT,
            "Content-Type: text/plain",
            "ETag: W/\"a\"",
            "Age: 1",
            "Expires: 0",
            "Last-Modified: Wed, 21 Oct 2026 07:28:00 GMT",
            "Content-Language: de"));
    cases.add(
        answer(
            "a request id of the guest's arrives",
            TEXT,
            "Content-Type: text/plain",
            "X-Request-Id: the-guests"));
    return cases;
  }

  private static List<Case> alteredFields() {
    var cases = new ArrayList<Case>();
    cases.add(
        renamed("Date", "Wed, 21 Oct 2026 07:28:00 GMT").meets("dates").meets("date-and-server"));
    cases.add(renamed("Server", "a guest").meets("date-and-server"));
    cases.add(renamed("WWW-Authenticate", "Basic realm=\"a\""));
    cases.add(renamed("Content-MD5", "YQ=="));
    cases.add(renamed("User-Agent", "a guest"));
    cases.add(renamed("Authorization", "Basic YTpi"));
    cases.add(renamed("Max-Forwards", "7"));
    for (String line : List.of("Via: 1.1 guest", "Host: a.example")) {
      cases.add(
          answer("a guest's " + line + " arrives", TEXT, "Content-Type: text/plain", line)
              .meets("via-and-host"));
    }
    cases.add(
        answer(
            "the way so far of an answer arrives",
            TEXT,
            "Content-Type: text/plain",
            "X-Forwarded-For: 192.0.2.7"));
    cases.add(
        stripped(
            "fields of the connection do not leave",
            List.of("connection", "x-named", "keep-alive", "upgrade", "trailer", "te"),
            "Connection: X-Named",
            "X-Named: 1",
            "Keep-Alive: timeout=5",
            "Upgrade: nothing/1",
            "TE: trailers",
            "Trailer: X-After"));
    cases.add(
        stripped(
            "a coding of the connection does not leave",
            List.of("transfer-encoding"),
            "Transfer-Encoding: chunked"));
    cases.add(
        stripped(
            "a length that is wrong does not leave",
            List.of("content-length"),
            "Content-Length: 3"));
    cases.add(
        stripped(
            "fields of ours do not leave",
            List.of("wayfare-fields", "wayfare-quote-usd"),
            "Wayfare-Fields: :YTogYg==:",
            "wayfare-quote-usd: 0"));
    return cases;
  }

  /** Lambda hands some fields over by another name. */
  private static Case renamed(String name, String value) {
    Case answer =
        answer(
            "a guest's " + name + " arrives",
            TEXT,
            "Content-Type: text/plain",
            name + ": " + value);
    String lower = name.toLowerCase(Locale.ROOT);
    return answer.meets(
        "renamed-fields",
        ((Expected.Answered) answer.expected())
            .without(lower)
            .with("x-amzn-remapped-" + lower, value));
  }

  private static List<Case> sizes() {
    var cases = new ArrayList<Case>();
    cases.add(sized(7, 1));
    cases.add(sized(15, 1));
    cases.add(sized(60, 8).meets("heads-of-answers-over-32-kib"));
    return cases;
  }

  private static Case sized(int kib, int lines) {
    var all = new ArrayList<String>(List.of("Content-Type: text/plain"));
    for (int i = 0; i < lines; i++) {
      all.add("X-Long-" + i + ": " + "v".repeat(kib * 1024 / lines - 8));
    }
    return answer(
        kib + " KiB of an answer's fields arrive, in " + lines + " lines",
        TEXT,
        all.toArray(String[]::new));
  }

  private static Case stripped(String name, List<String> names, String... lines) {
    var all = new ArrayList<String>(List.of("Content-Type: text/plain", "X-Stays: 1"));
    all.addAll(List.of(lines));
    Case answered = answer(name, TEXT, all.toArray(String[]::new));
    return answered.expecting(
        ((Expected.Answered) answered.expected()).without(names.toArray(String[]::new)));
  }

  private static Case answer(String name, byte[] body, String... lines) {
    return Case.answered(
        name,
        200,
        List.of(lines).stream()
            .map(line -> line.split(": ", 2))
            .map(parts -> new Header(parts[0], parts[1]))
            .toList(),
        body);
  }
}
