package dev.wayfare.shim.contract;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request to the contract guest, and what must come of it wherever that runs.
 *
 * @param name what it shows, as a clause
 * @param method its method
 * @param target path and query as they are sent; the guest is a function at "/"
 * @param fields its field lines; {@code Host}, and what frames the body, are the sender's to add
 * @param body its content, or null for none at all, which an empty one is not
 * @param expected what must come of it
 * @param limits ids of the limits that it meets, where a place has them ({@code limits.tsv}), each
 *     with what comes of the case there; nothing where it is refused
 */
public record Case(
    String name,
    String method,
    String target,
    Headers fields,
    @Nullable Body body,
    Expected expected,
    Map<String, Optional<Expected>> limits) {

  /** Copies the limits. */
  public Case {
    limits = Map.copyOf(limits);
  }

  /** A request whose guest tells what it was asked. */
  static Case told(String name, String method, String target) {
    return new Case(name, method, target, Headers.EMPTY, null, Expected.Told.of(target), Map.of());
  }

  /** A request whose guest answers with these lines and that body. */
  static Case answered(String name, int status, List<Header> lines, byte[] body) {
    var told = new ByteArrayOutputStream();
    var head = new StringBuilder().append(status).append('\n');
    lines.forEach(line -> head.append(line.name() + ": " + line.value() + "\n"));
    told.writeBytes(head.append('\n').toString().getBytes(StandardCharsets.ISO_8859_1));
    told.writeBytes(body);
    return new Case(
        name,
        "POST",
        "/answer",
        Headers.EMPTY.with("content-type", "application/octet-stream"),
        Body.of(told.toByteArray()),
        Expected.Answered.of(status, lines, body),
        Map.of());
  }

  /** This case with one more field line. */
  Case with(String field, String value) {
    return new Case(name, method, target, fields.with(field, value), body, expected, limits);
  }

  /** This case with a body. */
  Case with(byte[] content) {
    return new Case(name, method, target, fields, Body.of(content), expected, limits);
  }

  /** This case where another outcome is right. */
  Case expecting(Expected outcome) {
    return new Case(name, method, target, fields, body, outcome, limits);
  }

  /** This case, which is refused by a limit of some places. */
  Case meets(String limit) {
    return meets(limit, Optional.empty());
  }

  /** This case, of which a limit of some places makes something else. */
  Case meets(String limit, Expected altered) {
    return meets(limit, Optional.of(altered));
  }

  private Case meets(String limit, Optional<Expected> outcome) {
    var more = new HashMap<>(limits);
    more.put(limit, outcome);
    return new Case(name, method, target, fields, body, expected, more);
  }

  /** The request as an adapter that has no wire is entered with. */
  public Invocation request() {
    return Invocation.builder()
        .method(method)
        .target(target)
        .headers(fieldsSent())
        .body(content())
        .build();
  }

  /** The fields with that of the body's length, which whoever sends a body adds. */
  Headers fieldsSent() {
    return body == null || fields.first("transfer-encoding").isPresent()
        ? fields
        : fields.with("content-length", Integer.toString(body.length()));
  }

  Body content() {
    return body == null ? Body.EMPTY : body;
  }

  @Override
  public String toString() {
    return name;
  }
}
