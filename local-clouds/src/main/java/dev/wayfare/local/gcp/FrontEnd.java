package dev.wayfare.local.gcp;

import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * What Google's front end does to a request's fields before a function sees them, as far as Google
 * tells: it removes those it keeps for itself, says who called and how, and names the trace. A
 * trace that the caller began goes on.
 *
 * @see <a href="https://cloud.google.com/functions/docs/reference/headers">request headers in Cloud
 *     Functions</a>
 * @see <a href="https://cloud.google.com/trace/docs/trace-context">trace context</a>
 */
final class FrontEnd implements HttpConfiguration.Customizer {
  private static final String RESERVED = "x-google-";
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final String TRACE = "traceparent";

  /** Version, trace, span and flags (W3C Trace Context §3.2). */
  private static final Pattern WELL_FORMED =
      Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private final RandomGenerator random;

  FrontEnd(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable responseFields) {
    HttpFields fields = fields(request);
    return new Request.Wrapper(request) {
      @Override
      public HttpFields getHeaders() {
        return fields;
      }
    };
  }

  private HttpFields fields(Request request) {
    HttpFields.Mutable fields = HttpFields.build();
    request.getHeaders().stream()
        .filter(field -> !field.getName().toLowerCase(Locale.ROOT).startsWith(RESERVED))
        .forEach(fields::add);
    String claimed = String.join(", ", fields.getValuesList(FORWARDED_FOR));
    String caller = Request.getRemoteAddr(request);
    fields.put(FORWARDED_FOR, claimed.isEmpty() ? caller : claimed + ", " + caller);
    fields.put("X-Forwarded-Proto", "http");
    String trace = fields.get(TRACE);
    if (trace == null || !WELL_FORMED.matcher(trace).matches()) {
      trace = "00-" + hex(16) + "-" + hex(8) + "-00";
      fields.put(TRACE, trace);
    }
    fields.put("X-Cloud-Trace-Context", cloudTrace(trace));
    return fields.asImmutable();
  }

  /** The same trace, with its span as a decimal number. */
  private static String cloudTrace(String trace) {
    String sampled = trace.endsWith("1") ? "1" : "0";
    return trace.substring(3, 35)
        + "/"
        + Long.toUnsignedString(HexFormat.fromHexDigitsToLong(trace, 36, 52))
        + ";o="
        + sampled;
  }

  private String hex(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
