package dev.wayfare.shim.abi;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what a CGI program wrote (RFC 3875 §6): header lines, an empty line, the body. Lines end
 * with LF or CRLF. {@code Status} chooses the status; {@code Location} without it means 302, a
 * local one too: the platform that the request came from cannot be asked again (§6.2.2).
 */
final class CgiResponse {
  private final Limits limits;
  private final byte[] bytes;
  private final int length;
  private final List<Header> fields = new ArrayList<>();
  private int status;
  private int at;

  private CgiResponse(CgiOutput output, Limits limits) {
    this.limits = limits;
    this.bytes = output.bytes();
    this.length = output.length();
  }

  static Answer parse(CgiOutput output, Limits limits) {
    if (output.length() == 0) {
      return failed("the guest wrote nothing to its standard output");
    }
    var response = new CgiResponse(output, limits);
    try {
      response.readFields();
      return new Answer.Answered(
          response.finalStatus(), Headers.of(response.fields), response.body());
    } catch (IllegalArgumentException e) {
      return failed("the guest's output is no CGI response: " + e.getMessage());
    }
  }

  private Body body() {
    return Body.copyOf(bytes, at, length - at);
  }

  private static Answer failed(String reason) {
    return new Answer.Failed(502, Answer.Fault.GUEST, reason);
  }

  private void readFields() {
    String line = nextLine();
    while (!line.isEmpty()) {
      readField(line);
      line = nextLine();
    }
  }

  private void readField(String line) {
    int colon = line.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("\"" + abridged(line) + "\" is no header line");
    }
    String name = line.substring(0, colon);
    String value = line.substring(colon + 1).strip();
    if (name.equalsIgnoreCase("status")) {
      status = status(value);
    } else if (fields.size() == limits.headerFields()) {
      throw new IllegalArgumentException(
          "it has more than the limit of " + limits.headerFields() + " fields");
    } else {
      fields.add(new Header(name, value));
    }
  }

  private static int status(String value) {
    int end = Math.min(3, value.length());
    boolean alone = value.length() <= 3 || value.charAt(3) == ' ';
    if (!alone || end < 3 || !value.chars().limit(3).allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("the status \"" + abridged(value) + "\" is no status");
    }
    int status = Integer.parseInt(value, 0, 3, 10);
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("the status " + status + " is not between 200 and 599");
    }
    return status;
  }

  private int finalStatus() {
    if (status != 0) {
      return status;
    }
    boolean redirects =
        fields.stream().anyMatch(field -> field.name().equalsIgnoreCase("location"));
    return redirects ? 302 : 200;
  }

  private String nextLine() {
    int start = at;
    int bound = Math.min(length, limits.headerBytes());
    while (at < bound && bytes[at] != '\n') {
      at++;
    }
    if (at == bound) {
      throw new IllegalArgumentException(
          bound == length
              ? "no empty line ends its headers"
              : "its headers are longer than " + limits.headerBytes() + " bytes");
    }
    int end = at > start && bytes[at - 1] == '\r' ? at - 1 : at;
    at++;
    return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private static String abridged(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
