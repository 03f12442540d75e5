package dev.wayfare.router;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A target that, as AWS does, answers nobody but who signs with {@value #SECRET_KEY}. */
final class VerifyingTarget implements AutoCloseable {
  static final String ACCESS_KEY = "AKIDEXAMPLE";
  static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Sigv4Verifier verifier =
      new Sigv4Verifier(ACCESS_KEY, SECRET_KEY, "us-east-1/execute-api");
  private final List<Sigv4Verifier.Request> accepted = new CopyOnWriteArrayList<>();
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private final StubTarget target = new StubTarget(this::handle);
  private final AtomicInteger failuresLeft = new AtomicInteger();

  private void handle(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              Map<String, String> fields = new TreeMap<>();
              List<String> twice = new ArrayList<>();
              request
                  .headers()
                  .forEach(
                      (name, value) -> {
                        if (fields.put(name.toLowerCase(Locale.ROOT), value) != null) {
                          twice.add(name);
                        }
                      });
              if (request.version() == HttpVersion.HTTP_2) {
                fields.put("host", Objects.requireNonNull(request.authority()).toString());
              }
              var seen =
                  new Sigv4Verifier.Request(
                      request.method().name(), request.uri(), fields, body.getBytes());
              Optional<String> refusal =
                  twice.isEmpty() ? refusal(seen) : Optional.of("twice: " + twice);
              refusal.ifPresentOrElse(refusals::add, () -> accepted.add(seen));
              answer(request, refusal, body.length());
            });
  }

  private Optional<String> refusal(Sigv4Verifier.Request request) {
    Instant date = DATE.parse(request.field("x-amz-date"), Instant::from);
    boolean isNow =
        Duration.between(date, Instant.now()).abs().compareTo(Duration.ofMinutes(5)) < 0;
    return isNow ? verifier.refusal(request) : Optional.of("it was signed at " + date);
  }

  private void answer(HttpServerRequest request, Optional<String> refusal, int bytes) {
    if (refusal.isPresent()) {
      StubTarget.answer(request, 403, "", refusal.get());
    } else if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      StubTarget.answer(request, 500, "", "failed");
    } else {
      StubTarget.answer(request, 200, StubTarget.GUEST, "signed " + bytes);
    }
  }

  /** The next {@code times} requests are failed by the platform. */
  void fail(int times) {
    failuresLeft.set(times);
  }

  int port() {
    return target.port();
  }

  int hits() {
    return target.hits();
  }

  /** Requests with a good signature. */
  List<Sigv4Verifier.Request> accepted() {
    return accepted;
  }

  Sigv4Verifier.Request last() {
    return accepted.getLast();
  }

  /** Why others had none. */
  List<String> refusals() {
    return refusals;
  }

  /** The lines that a request carries in a field of the router's. */
  static List<String> carried(Sigv4Verifier.Request request) {
    List<String> lines = new ArrayList<>();
    for (String member : request.field("wayfare-fields").split(",", -1)) {
      String base64 = member.strip().substring(1, member.strip().length() - 1);
      lines.add(
          new String(java.util.Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1));
    }
    return lines;
  }

  @Override
  public void close() {
    target.close();
  }
}
