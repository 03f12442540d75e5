package dev.wayfare.local.aws;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Percent-decoding (RFC 3986 §2.1) as API Gateway does it: once, as UTF-8, what is broken left. */
final class Decoded {
  private Decoded() {}

  /** A parameter's name or value, in which "+" is a space. */
  static String parameter(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /**
   * A path, up to a question mark that decoding brings to light.
   *
   * @see <a href="https://github.com/hotsock/voker/pull/8">What HTTP APIs were seen to do</a>
   */
  static String path(String path) {
    String decoded = parameter(path.replace("+", "%2B"));
    int mark = decoded.indexOf('?');
    return mark < 0 ? decoded : decoded.substring(0, mark);
  }
}
