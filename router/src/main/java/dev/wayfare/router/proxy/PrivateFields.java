package dev.wayfare.router.proxy;

import dev.wayfare.router.config.TargetAccess;
import dev.wayfare.router.config.TargetKey;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the router tells a target beside the request, in fields that never come from a client.
 *
 * <p>With a key, that is all of a request that some platform alters before a function sees it: path
 * and query, which are decoded; methods that are not known everywhere, so that these travel as
 * POST; values with tabs or octets above 7F; fields that are dropped; and the content type, by
 * which a body is read as text, so that every body travels as bytes; the host that the client
 * addressed; and the fields in which the router proves itself to the platform, of which a function
 * sees the client's own, or none. Without a key, a function would have no reason to believe it.
 */
final class PrivateFields {
  /** Methods that every platform passes on. */
  private static final Set<HttpMethod> COMMON =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.PATCH,
          HttpMethod.DELETE,
          HttpMethod.OPTIONS);

  /**
   * Fields that some platform drops or acts upon.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html#api-gateway-known-issues-rest-apis">
   *     REST APIs of AWS</a>
   */
  private static final Set<String> ALTERED =
      Set.of(
          "content-md5",
          "max-forwards",
          "proxy-authenticate",
          "server",
          "www-authenticate",
          "x-http-method-override");

  /**
   * For how many milliseconds from the request's arrival its answer is waited for: a function may
   * stop working on it then. It is a span and no moment, as in {@code grpc-timeout}, since clocks
   * differ.
   */
  private static final String TIMEOUT = "wayfare-timeout-ms";

  private static final String CONTENT_TYPE = "content-type";
  private static final String BYTES = "application/octet-stream";

  private PrivateFields() {}

  /** The method that stands on the request line for a target with a key. */
  static HttpMethod carrier(HttpMethod method) {
    return COMMON.contains(method) ? method : HttpMethod.POST;
  }

  /**
   * Adds them to the fields of a request, and takes those away that are told so.
   *
   * @param fields those of {@code sent}
   * @param access what the target asks of its callers
   * @param timeoutMillis how long the answer is waited for
   */
  static void addTo(MultiMap fields, Outbound sent, TargetAccess access, long timeoutMillis) {
    fields.add(TIMEOUT, Long.toString(timeoutMillis));
    fields.add(CarriedFields.ACCEPT, "?1");
    TargetKey key = access.key();
    Set<String> own = access.auth() == null ? Set.of() : access.auth().ownFields();
    if (key == null) {
      own.forEach(fields::remove);
      return;
    }
    fields.add("wayfare-key", key.value());
    fields.add("wayfare-target", sent.path().raw());
    if (!COMMON.contains(sent.method())) {
      fields.add("wayfare-method", sent.method().name());
    }
    List<String> carried = new ArrayList<>();
    if (sent.host() != null) {
      carried.add(sequence("host: " + sent.host()));
      // So that there are no more fields than without: Azure takes a hundred.
      carry("x-forwarded-host", fields, carried);
    }
    own.forEach(name -> carry(name, fields, carried));
    carryAltered(fields, carried);
    if (sent.hasBody()) {
      carryType(fields, carried);
    }
    if (!carried.isEmpty()) {
      fields.add(CarriedFields.NAME, String.join(", ", carried));
    }
  }

  private static void carryAltered(MultiMap fields, List<String> carried) {
    for (String name : List.copyOf(fields.names())) {
      List<String> values = fields.getAll(name);
      boolean isAltered = ALTERED.contains(name.toLowerCase(Locale.ROOT));
      if (isAltered || !values.stream().allMatch(PrivateFields::isPlain)) {
        values.forEach(value -> carried.add(sequence(name + ": " + value)));
        fields.remove(name);
      }
    }
  }

  private static void carryType(MultiMap fields, List<String> carried) {
    carry(CONTENT_TYPE, fields, carried);
    fields.set(CONTENT_TYPE, BYTES);
  }

  /** Takes a field away and tells its lines, or that there was none. */
  private static void carry(String name, MultiMap fields, List<String> carried) {
    List<String> values = fields.getAll(name);
    if (values.isEmpty()) {
      carried.add(sequence(name));
    }
    values.forEach(value -> carried.add(sequence(name + ": " + value)));
    fields.remove(name);
  }

  private static boolean isPlain(String value) {
    return value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  private static String sequence(String line) {
    return ":"
        + Base64.getEncoder().encodeToString(line.getBytes(StandardCharsets.ISO_8859_1))
        + ":";
  }
}
