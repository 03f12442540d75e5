package dev.wayfare.router.deployed.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.math.BigInteger;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for S3, on loopback, with one bucket that keeps objects and conditions, and faults on
 * demand. It checks no signature and no right.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html">Conditional
 *     requests</a>
 */
public final class S3StandIn implements AutoCloseable {
  /** Of the one bucket. */
  public static final String BUCKET = "acme";

  private static final String EVERYTHING = "s3-stand-in";

  private record Kept(String text, String etag, Instant at) {}

  private final WireMockServer server;
  private final Map<String, Kept> objects = new TreeMap<>();
  private final List<String> requests = new ArrayList<>();

  /** Stands still, and is about right: the SDK repeats what fails at another clock. */
  private Instant now = Instant.now();

  private String region = "us-east-1";
  private boolean ignoresIfMatch;
  private boolean ignoresIfNoneMatch;
  private boolean tellsTheTime = true;
  private int conflicts;
  private int lostAnswers;
  private int refusedReads;
  private boolean refusesHeads;
  private @Nullable ResponseDefinition refusal;
  private Runnable beforePut = () -> {};
  private Runnable afterPut = () -> {};
  private Runnable beforeDelete = () -> {};

  private final class Everything implements ResponseDefinitionTransformerV2 {
    @Override
    public ResponseDefinition transform(ServeEvent event) {
      synchronized (S3StandIn.this) {
        return answer(event.getRequest());
      }
    }

    @Override
    public String getName() {
      return EVERYTHING;
    }
  }

  private S3StandIn() {
    server =
        new WireMockServer(
            wireMockConfig().bindAddress("127.0.0.1").dynamicPort().extensions(new Everything()));
  }

  /** Starts one that keeps nothing yet. */
  public static S3StandIn start() {
    var standIn = new S3StandIn();
    standIn.server.start();
    standIn.server.stubFor(any(anyUrl()).willReturn(aResponse().withTransformers(EVERYTHING)));
    return standIn;
  }

  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** Moves its clock on. */
  synchronized void pass(Duration time) {
    now = now.plus(time);
  }

  /** The bucket is there, and whoever asks elsewhere is told so. */
  synchronized void liesIn(String next) {
    region = next;
  }

  /** As servers do that do not know it. */
  synchronized void ignoreIfMatch() {
    ignoresIfMatch = true;
  }

  /** Likewise. */
  synchronized void ignoreIfNoneMatch() {
    ignoresIfNoneMatch = true;
  }

  /** No answer has a date any more. */
  synchronized void keepTheTimeToItself() {
    tellsTheTime = false;
  }

  /** The next {@code n} writes come as others are under way. */
  synchronized void conflict(int n) {
    conflicts = n;
  }

  /** The next {@code n} writes are done, and their answers do not arrive. */
  synchronized void loseAnswers(int n) {
    lostAnswers = n;
  }

  /** From now on all requests are refused, until {@link #serve}. */
  public synchronized void refuse(int status, String code, String message) {
    refusal = error(status, code, message);
  }

  /** The next {@code n} objects that are asked for are not told, while their ETags are. */
  public synchronized void refuseReads(int n) {
    refusedReads = n;
  }

  /** From now on no object's head is told. */
  synchronized void refuseHeads() {
    refusesHeads = true;
  }

  /** From now on all requests are answered again. */
  public synchronized void serve() {
    refusal = null;
  }

  /** Runs {@code what} once, as the next write arrives. */
  synchronized void beforePut(Runnable what) {
    beforePut = what;
  }

  /** The same, once it is done or refused. */
  synchronized void afterPut(Runnable what) {
    afterPut = what;
  }

  /** The same, as the next removal arrives. */
  synchronized void beforeDelete(Runnable what) {
    beforeDelete = what;
  }

  /** Keeps {@code text} as {@code key}, whatever is there. */
  public synchronized void keep(String key, String text) {
    objects.put(key, new Kept(text, etag(text), now));
  }

  /** Nothing is kept as {@code key} any more. */
  public synchronized void remove(String key) {
    objects.remove(key);
  }

  /** What is kept as {@code key}. */
  synchronized String kept(String key) {
    return Objects.requireNonNull(objects.get(key), key).text();
  }

  synchronized List<String> keys() {
    return List.copyOf(objects.keySet());
  }

  /** All requests so far, as method and key. */
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  private ResponseDefinition answer(Request request) {
    String[] path = URI.create(request.getUrl()).getPath().split("/", 3);
    String method = request.getMethod().getName();
    String key = path.length < 3 ? "" : path[2];
    requests.add(method + " " + key);
    if (method.equals("PUT")) {
      run(beforePut, () -> beforePut = () -> {});
    }
    if (refusal != null) {
      return refusal;
    }
    if (!path[1].equals(BUCKET)) {
      return error(404, "NoSuchBucket", "The specified bucket does not exist");
    }
    if (!request.getHeader("Authorization").contains("/" + region + "/s3/aws4_request")) {
      return told(301).withHeader("x-amz-bucket-region", region).build();
    }
    return switch (method) {
      case "GET", "HEAD" -> read(key, method);
      case "PUT" -> {
        ResponseDefinition response = put(request, key);
        run(afterPut, () -> afterPut = () -> {});
        yield response;
      }
      case "DELETE" -> {
        run(beforeDelete, () -> beforeDelete = () -> {});
        yield delete(request, key);
      }
      default -> error(405, "MethodNotAllowed", "The specified method is not allowed");
    };
  }

  /** {@code what} may set itself anew. */
  private static void run(Runnable what, Runnable reset) {
    reset.run();
    what.run();
  }

  private ResponseDefinition read(String key, String method) {
    Kept kept = objects.get(key);
    if (kept == null) {
      return error(404, "NoSuchKey", "The specified key does not exist.");
    }
    if (method.equals("HEAD") && refusesHeads) {
      return error(403, "AccessDenied", "Access Denied");
    }
    if (method.equals("GET") && refusedReads > 0) {
      refusedReads--;
      return error(403, "AccessDenied", "Access Denied");
    }
    ResponseDefinitionBuilder response =
        told(200).withHeader("ETag", kept.etag()).withHeader("Last-Modified", date(kept.at()));
    return method.equals("HEAD") ? response.build() : response.withBody(kept.text()).build();
  }

  private ResponseDefinition put(Request request, String key) {
    Kept kept = objects.get(key);
    if (conflicts > 0) {
      conflicts--;
      return error(409, "ConditionalRequestConflict", "A conflicting operation was under way");
    }
    if (request.containsHeader("If-None-Match") && kept != null && !ignoresIfNoneMatch) {
      return preconditionFailed();
    }
    if (request.containsHeader("If-Match") && !ignoresIfMatch) {
      if (kept == null) {
        return error(404, "NoSuchKey", "The specified key does not exist.");
      }
      if (!kept.etag().equals(request.getHeader("If-Match"))) {
        return preconditionFailed();
      }
    }
    String text = new String(request.getBody(), UTF_8);
    keep(key, text);
    if (lostAnswers > 0) {
      lostAnswers--;
      return aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER).build();
    }
    return told(200).withHeader("ETag", etag(text)).build();
  }

  private ResponseDefinition delete(Request request, String key) {
    Kept kept = objects.get(key);
    if (!ignoresIfMatch
        && kept != null
        && request.containsHeader("If-Match")
        && !kept.etag().equals(request.getHeader("If-Match"))) {
      return preconditionFailed();
    }
    objects.remove(key);
    return told(204).build();
  }

  private ResponseDefinition preconditionFailed() {
    return error(
        412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
  }

  private ResponseDefinition error(int status, String code, String message) {
    return told(status)
        .withHeader("Content-Type", "application/xml")
        .withBody("<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, message))
        .build();
  }

  private ResponseDefinitionBuilder told(int status) {
    ResponseDefinitionBuilder response =
        aResponse().withStatus(status).withHeader("x-amz-request-id", "4442587FB7D0A2F9");
    return tellsTheTime ? response.withHeader("Date", date(now)) : response;
  }

  private static String date(Instant at) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.ofInstant(at, ZoneOffset.UTC));
  }

  private static String etag(String text) {
    try {
      byte[] md5 = MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8));
      return "\"%032x\"".formatted(new BigInteger(1, md5));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
