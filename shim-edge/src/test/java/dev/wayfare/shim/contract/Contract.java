package dev.wayfare.shim.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Holds an answer to what must come of its case at a place. */
public final class Contract {
  /** What a router calls itself, drawn at its start. */
  private static final Pattern ROUTER = Pattern.compile("\\bwayfare-[0-9a-f]{8}\\b");

  /** Fields of one connection (RFC 9110 §7.6.1), written down apart from the code under test. */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final List<PlatformField> PLATFORM_FIELDS = PlatformField.all();

  private Contract() {}

  /** Fails where an answer is not what the case expects at a place. */
  public static void check(Case met, Place place, Answer answer) {
    try {
      compare(met, place, answer);
    } catch (AssertionError e) {
      throw new AssertionError(met + ", at " + place + ": " + e.getMessage(), e);
    }
  }

  private static void compare(Case met, Place place, Answer answer) {
    switch (place.expected(met)) {
      case Expected.Told expected -> checkTold(met, expected, place, answer);
      case Expected.Answered expected -> checkAnswered(expected, place, answer);
      case Expected.Refused(int status) -> checkRefused(status, met, place, answer);
      case Expected.Rejected(int status) -> {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.field("wayfare-meter")).isEmpty();
      }
    }
  }

  private static void checkTold(Case met, Expected.Told expected, Place place, Answer answer) {
    String method = expected.method().orElse(met.method());
    assertThat(answer.status()).as(() -> "status of " + answer.text()).isEqualTo(200);
    checkMeter("origin=guest", place, answer);
    assertThat(answer.field("x-method")).isEqualTo(method);
    assertThat(answer.field("content-type")).isEqualTo("application/octet-stream");
    if (met.method().equals("HEAD")) {
      assertThat(answer.body()).isEmpty();
      return;
    }
    Told told = Told.read(answer.body());
    assertThat(told.method()).isEqualTo(method);
    assertThat(told.uri()).isEqualTo(expected.uri());
    assertThat(told.protocol()).isEqualTo("HTTP/1.1");
    if (place.isWhole()) {
      assertThat(told.source()).isEqualTo("127.0.0.1:0");
    }
    Map<String, String> sent = fieldsOf(met, place);
    sent.putAll(expected.fields());
    sent.keySet().removeAll(expected.missing());
    checkFields(sent, single(told.fields()), true, place);
    assertThat(told.body()).isEqualTo(met.content());
  }

  private static void checkAnswered(Expected.Answered expected, Place place, Answer answer) {
    assertThat(answer.status()).as(() -> "status of " + answer.text()).isEqualTo(expected.status());
    checkMeter("origin=guest", place, answer);
    checkFields(expected.fields(), answer.fields(), false, place);
    assertThat(answer.cookies()).isEqualTo(expected.cookies());
    assertThat(Body.of(answer.body())).isEqualTo(expected.body());
  }

  private static void checkRefused(int status, Case met, Place place, Answer answer) {
    assertThat(answer.status()).isEqualTo(status);
    checkMeter("origin=shim", place, answer);
    if (!met.method().equals("HEAD")) {
      assertThat(answer.text()).contains("(request ");
    }
  }

  /** The router takes the meter away; whoever calls a target gets it. */
  private static void checkMeter(String origin, Place place, Answer answer) {
    if (place.isWhole() && place.isRouted()) {
      assertThat(answer.fields().keySet()).noneMatch(name -> name.startsWith("wayfare-"));
    } else {
      assertThat(answer.field("wayfare-meter")).contains(origin);
    }
  }

  /** What was sent must arrive, and nothing else but what is named. */
  private static void checkFields(
      Map<String, String> sent, Map<String, String> arrived, boolean ofRequest, Place place) {
    List<PlatformField> named =
        PLATFORM_FIELDS.stream()
            .filter(field -> field.isOfRequest() == ofRequest && field.isAt(place))
            .toList();
    var unexplained = new TreeSet<>(arrived.keySet());
    unexplained.removeAll(sent.keySet());
    unexplained.removeIf(name -> named.stream().anyMatch(field -> field.covers(name)));
    assertThat(unexplained).as("fields from nowhere").isEmpty();
    sent.forEach(
        (name, value) -> {
          List<PlatformField.How> hows =
              named.stream().filter(field -> field.covers(name)).map(PlatformField::how).toList();
          if (hows.contains(PlatformField.How.REPLACED)) {
            assertThat(arrived).containsKey(name);
          } else if (hows.contains(PlatformField.How.APPENDED)) {
            assertThat(arrived.get(name)).as(name).startsWith(value);
          } else {
            assertThat(arrived.get(name)).as(name).isEqualTo(value);
          }
        });
  }

  /** What the guest must see: each field once, in lower case, without those of a connection. */
  private static Map<String, String> fieldsOf(Case met, Place place) {
    var fields = new TreeMap<String, String>();
    for (Header line : met.fieldsSent()) {
      String name = line.name().toLowerCase(Locale.ROOT);
      String separator = name.equals("cookie") ? "; " : ",";
      fields.merge(name, line.value(), (first, next) -> first + separator + next);
    }
    Set<String> named =
        Arrays.stream(fields.getOrDefault("connection", "").split(",", -1))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    fields
        .keySet()
        .removeIf(
            name ->
                HOP_BY_HOP.contains(name)
                    || named.contains(name)
                    || name.startsWith("wayfare-")
                    || name.equals("expect"));
    if (met.content().length() > 0) {
      fields.put("content-length", Integer.toString(met.content().length()));
    }
    if (place.endpoint() != null) {
      addWay(fields, place);
    }
    return fields;
  }

  /** What a function on the web expects to be told of the way to it. */
  private static void addWay(Map<String, String> fields, Place place) {
    fields.put("host", WireClient.HOST);
    if (place.isRouted()) {
      fields.put("x-forwarded-host", WireClient.HOST);
      fields.put("x-forwarded-proto", "http");
      fields.merge("x-forwarded-for", "127.0.0.1", (sent, caller) -> sent + ", " + caller);
      fields.merge("via", "1.1 wayfare", (sent, router) -> sent + ", " + router);
    }
  }

  private static Map<String, String> single(Map<String, List<String>> told) {
    var fields = new TreeMap<String, String>();
    told.forEach(
        (name, values) -> {
          assertThat(values).as("lines of " + name).hasSize(1);
          fields.put(name, ROUTER.matcher(values.getFirst()).replaceAll("wayfare"));
        });
    return fields;
  }
}
