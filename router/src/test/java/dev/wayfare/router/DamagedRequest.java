package dev.wayfare.router;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/** Requests that were valid before one to three things happened to them. */
final class DamagedRequest {
  private static final List<String> LINE_ENDS =
      List.of("\n", "\r", "\n\r", "\r\r\n", "\r\n\r\n", "", " \r\n", "\r\n ", "\r\n\t");
  private static final List<String> MARKS =
      List.of("\r", "\n", "\0", " ", "\t", ":", ";", ",", "\u000b", "\u007f", "\u0080", "\"", "#");
  private static final List<String> FIELDS =
      List.of(
          "Content-Length: 3",
          "Content-Length: 0",
          "Content-Length: +3",
          "Content-Length: 3, 3",
          "Content-Length : 3",
          "Content-Length:\r\n 3",
          "Content-Length: 3\0",
          "Content-Length\0: 3",
          "Content_Length: 3",
          "content-length:\t3",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding : chunked",
          "Transfer-Encoding:\u000bchunked",
          "Transfer-Encoding: xchunked",
          "Transfer-Encoding: identity",
          "Transfer-Encoding: chunked, identity",
          "Transfer-Encoding: identity, chunked",
          "Transfer-Encoding:\r\n chunked",
          "Transfer-Encoding: \"chunked\"",
          "TRANSFER-ENCODING: CHUNKED",
          " Transfer-Encoding: chunked",
          "X: y\nTransfer-Encoding: chunked",
          "X: y\rTransfer-Encoding: chunked",
          "Host: b",
          "Host:",
          "Host: a b",
          ": x",
          "Upgrade: websocket\r\nConnection: upgrade",
          "Upgrade: h2c\r\nConnection: upgrade, http2-settings\r\nHTTP2-Settings: AAMAAABk",
          "Upgrade: h2c\r\nConnection: upgrade",
          "Sec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2",
          "Expect: 100-continue",
          "Expect: x",
          "Connection: content-length",
          "Connection: transfer-encoding, host",
          "Trailer: Content-Length",
          "Wayfare-Key: x",
          "X: " + "y".repeat(9_000));
  private static final List<String> SIZES =
      List.of(
          "0x3",
          "+3",
          "-3",
          " 3",
          "3 ",
          "3;a=b",
          "3;\n",
          "3\n",
          "03",
          "ffffffff",
          "100000003",
          "",
          "g",
          "3;a=\"\r\n0\r\n\r\n\"",
          "0",
          "2",
          "4",
          "3\0",
          "3\u000b");
  private static final List<String> LINES =
      List.of(
          "GET  %s HTTP/1.1",
          "GET %s  HTTP/1.1",
          "GET\t%s\tHTTP/1.1",
          " GET %s HTTP/1.1",
          "GET %s HTTP/1.1 ",
          "GET %s HTTP/1.2",
          "GET %s HTTP/2.0",
          "GET %s HTTP/0.9",
          "GET %s",
          "GET %s http/1.1",
          "GET http://a%s HTTP/1.1",
          "GET http://b:7%s HTTP/1.1",
          "G(T %s HTTP/1.1",
          "GET %s HTTP/1.0",
          "PRI * HTTP/2.0",
          "GET %s HTTP/1.1\r\n",
          "GET %s HTTP/11",
          "GET %s X HTTP/1.1",
          "get %s HTTP/1.1",
          "CONNECT %s HTTP/1.1",
          "GET a%s HTTP/1.1");

  private DamagedRequest() {}

  /**
   * A request of {@code target}, whose body, where it has one, looks like another. Latin-1 is bytes
   * here.
   */
  static byte[] of(RandomGenerator random, String target, String another) {
    String request = sound(random, target, another);
    int damages = random.nextInt(1, 4);
    for (int i = 0; i < damages; i++) {
      request = damaged(random, request, target);
    }
    return request.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String sound(RandomGenerator random, String target, String another) {
    String body = "GET " + another + " HTTP/1.1\r\nHost: a\r\n\r\n";
    return switch (random.nextInt(5)) {
      case 0 -> "GET " + target + " HTTP/1.1\r\nHost: a\r\nX-One: 1\r\n\r\n";
      case 1 -> "HEAD " + target + " HTTP/1.1\r\nHost: a\r\nCookie: b=c\r\n\r\n";
      case 2 ->
          "POST "
              + target
              + " HTTP/1.1\r\nHost: a\r\nContent-Length: "
              + body.length()
              + "\r\nContent-Type: text/plain\r\n\r\n"
              + body;
      case 3 -> "PUT " + target + " HTTP/1.1\r\nHost: a\r\n" + chunked(body);
      default -> "POST " + target + " HTTP/1.1\r\nHost: a\r\n" + chunked(body);
    };
  }

  private static String chunked(String body) {
    return "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
        + Integer.toHexString(body.length())
        + "\r\n"
        + body
        + "\r\n0\r\n\r\n";
  }

  private static String damaged(RandomGenerator random, String request, String target) {
    return switch (random.nextInt(10)) {
      case 0 -> spliced(request, place(random, request), 1, "");
      case 1 -> spliced(request, place(random, request), 0, pick(random, MARKS));
      case 2 -> spliced(request, place(random, request), 1, pick(random, MARKS));
      case 3 ->
          spliced(request, place(random, request), 1, String.valueOf((char) random.nextInt(256)));
      case 4 -> lineEnd(random, request);
      case 5, 6 -> field(random, request);
      case 7 -> request.replaceFirst("(?<=\r\n)3(?=\r\nabc)", literal(pick(random, SIZES)));
      case 8 -> firstLine(random, request, target);
      default -> doubled(random, request);
    };
  }

  private static String lineEnd(RandomGenerator random, String request) {
    int at = request.indexOf("\r\n", random.nextInt(request.length()));
    return at < 0 ? request : spliced(request, at, 2, pick(random, LINE_ENDS));
  }

  private static String field(RandomGenerator random, String request) {
    int at = request.indexOf("\r\n");
    return at < 0 ? request : spliced(request, at + 2, 0, pick(random, FIELDS) + "\r\n");
  }

  private static String firstLine(RandomGenerator random, String request, String target) {
    int at = request.indexOf("\r\n");
    return at < 0 ? request : spliced(request, 0, at, pick(random, LINES).replace("%s", target));
  }

  /** Some line once more. */
  private static String doubled(RandomGenerator random, String request) {
    int begin = request.indexOf("\r\n", random.nextInt(request.length()));
    int end = begin < 0 ? -1 : request.indexOf("\r\n", begin + 2);
    return end < 0 ? request : spliced(request, end, 0, request.substring(begin, end));
  }

  private static int place(RandomGenerator random, String request) {
    return random.nextInt(request.length());
  }

  private static String pick(RandomGenerator random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static String literal(String text) {
    return java.util.regex.Matcher.quoteReplacement(text);
  }

  private static String spliced(String text, int at, int length, String with) {
    return text.substring(0, at) + with + text.substring(Math.min(text.length(), at + length));
  }
}
