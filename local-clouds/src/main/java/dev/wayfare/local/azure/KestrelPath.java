package dev.wayfare.local.azure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What becomes of a path between the wire and a function: the web server decodes it, and the
 * Functions host encodes it again for the URL it hands on.
 *
 * @see <a
 *     href="https://github.com/dotnet/aspnetcore/blob/main/src/Shared/UrlDecoder/UrlDecoder.cs">UrlDecoder</a>,
 *     which decodes all but "%2F" and what is no UTF-8
 * @see <a
 *     href="https://github.com/dotnet/aspnetcore/blob/main/src/Servers/Kestrel/Core/src/Internal/Http/PathNormalizer.cs">PathNormalizer</a>,
 *     which then takes dot segments away
 * @see <a
 *     href="https://github.com/dotnet/aspnetcore/blob/main/src/Http/Http.Abstractions/src/PathString.cs">PathString</a>,
 *     whose text leaves alone what is percent-encoded still
 */
final class KestrelPath {
  private static final String UNESCAPED_PUNCTUATION = "-._~!$&'()*+,;=:@/";

  private KestrelPath() {}

  /**
   * The path in the URL that a function sees.
   *
   * @throws IllegalArgumentException if the server would not take it
   */
  static String seen(String raw) {
    if (!raw.chars().allMatch(c -> c > 0 && c < 0x80)) {
      throw new IllegalArgumentException("the target is not ASCII");
    }
    return encoded(withoutDotSegments(raw.indexOf('%') < 0 ? raw : decoded(raw)));
  }

  private static String decoded(String raw) {
    byte[] in = raw.getBytes(ISO_8859_1);
    var out = new ByteArrayOutputStream(in.length);
    int at = 0;
    while (at < in.length) {
      int end = in[at] == '%' ? character(in, at, out) : at;
      if (end == at) {
        out.write(in[at++]);
      } else {
        at = end;
      }
    }
    return out.toString(UTF_8);
  }

  /**
   * Decodes one character's octets and says where they end; where they are none, writes nothing.
   */
  private static int character(byte[] in, int start, ByteArrayOutputStream out) {
    int first = octet(in, start);
    if (first == 0) {
      throw new IllegalArgumentException("the path contains null characters");
    }
    int length = first < 0 ? 0 : length(first);
    var octets = new byte[length];
    for (int i = 0; i < length; i++) {
      int octet = octet(in, start + 3 * i);
      if (octet < 0) {
        return start;
      }
      octets[i] = (byte) octet;
    }
    // Overlong forms, surrogates and what is above U+10FFFF do not come back as they were.
    if (length == 0 || !Arrays.equals(new String(octets, UTF_8).getBytes(UTF_8), octets)) {
      return start;
    }
    out.writeBytes(octets);
    return start + 3 * length;
  }

  private static int length(int first) {
    if (first < 0x80) {
      return 1;
    }
    return first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
  }

  /** The octet that is percent-encoded there; -1 if none is, or if it is a slash. */
  private static int octet(byte[] in, int at) {
    if (at + 2 >= in.length || in[at] != '%') {
      return -1;
    }
    int high = Character.digit(in[at + 1], 16);
    int low = Character.digit(in[at + 2], 16);
    boolean slash = high == 2 && low == 15;
    return high < 0 || low < 0 || slash ? -1 : high << 4 | low;
  }

  private static String withoutDotSegments(String path) {
    if (!path.contains("/.")) {
      return path;
    }
    var kept = new ArrayDeque<String>();
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      switch (segments[i]) {
        case "." -> {}
        case ".." -> kept.pollLast();
        default -> {
          kept.addLast(segments[i]);
          continue;
        }
      }
      if (last) {
        kept.addLast("");
      }
    }
    return "/" + String.join("/", kept);
  }

  private static String encoded(String path) {
    var encoded = new StringBuilder(path.length());
    int at = 0;
    while (at < path.length()) {
      at = append(encoded, path, at);
    }
    return encoded.toString();
  }

  private static int append(StringBuilder encoded, String path, int at) {
    int c = path.codePointAt(at);
    if (isUnescaped(c) || (c == '%' && isHex(path, at + 1) && isHex(path, at + 2))) {
      encoded.appendCodePoint(c);
    } else {
      for (byte octet : Character.toString(c).getBytes(UTF_8)) {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
      }
    }
    return at + Character.charCount(c);
  }

  private static boolean isUnescaped(int c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || UNESCAPED_PUNCTUATION.indexOf(c) >= 0);
  }

  private static boolean isHex(String text, int at) {
    return at < text.length()
        && text.charAt(at) < 0x80
        && Character.digit(text.charAt(at), 16) >= 0;
  }
}
