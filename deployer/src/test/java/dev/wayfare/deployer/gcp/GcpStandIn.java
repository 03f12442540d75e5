package dev.wayfare.deployer.gcp;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for Google Cloud, on loopback: the parts of Cloud Functions v2, Cloud Run, Service
 * Usage, IAM, Resource Manager and Cloud Logging that the deployer calls, in one project, with what
 * they keep. Calls need a token that it issued; it checks no right.
 *
 * @see <a href="https://cloud.google.com/functions/docs/reference/rest/v2">Cloud Functions API</a>
 */
public final class GcpStandIn implements AutoCloseable {
  /** The one project there is. */
  public static final String PROJECT = "acme-1";

  private static final String EVERYTHING = "gcp-stand-in";

  private final WireMockServer server;
  private final List<String> requests = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private final Map<Integer, Runnable> hooks = new HashMap<>();
  private @Nullable TokenIssuer issuer;
  private @Nullable FunctionsModel functions;
  private @Nullable ProjectModel project;
  private int deafAfter = Integer.MAX_VALUE;
  private boolean isDead;

  private record Failure(
      Predicate<String> which, AtomicInteger times, boolean isDone, Answer answer) {}

  private final class Everything implements ResponseDefinitionTransformerV2 {
    @Override
    public ResponseDefinition transform(ServeEvent event) {
      synchronized (GcpStandIn.this) {
        return answer(event.getRequest());
      }
    }

    @Override
    public String getName() {
      return EVERYTHING;
    }
  }

  private GcpStandIn() {
    server =
        new WireMockServer(
            wireMockConfig().bindAddress("127.0.0.1").dynamicPort().extensions(new Everything()));
  }

  /** Starts one whose project has no function, and all APIs enabled. */
  public static GcpStandIn start() {
    var standIn = new GcpStandIn();
    standIn.server.start();
    standIn.server.stubFor(any(anyUrl()).willReturn(aResponse().withTransformers(EVERYTHING)));
    standIn.issuer = new TokenIssuer(standIn.baseUrl());
    standIn.functions = new FunctionsModel(standIn.baseUrl());
    standIn.project = new ProjectModel();
    return standIn;
  }

  /** What takes the place of {@code https://cloudfunctions.googleapis.com} and all others. */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** The key file of a service account, for {@code GOOGLE_APPLICATION_CREDENTIALS}. */
  public String serviceAccountKey() {
    return issuer().key();
  }

  /** What URL a function is told to have. */
  public synchronized void urls(Function<String, String> next) {
    functions().urls(next);
  }

  /** So many looks at what is being done see it still under way. */
  public synchronized void slow(int looks) {
    functions().slow(looks);
  }

  /** The package that the function runs. */
  public synchronized byte[] uploaded(String function) {
    return functions().uploaded(function);
  }

  /** The function as the API tells it. */
  public synchronized JsonNode function(String function) {
    return functions().function(function);
  }

  /** The functions there are, by name. */
  public synchronized List<String> names() {
    return functions().names();
  }

  /** Puts a function there that somebody else made. */
  public synchronized void addForeign(String region, String function) {
    functions().addForeign(region, function);
  }

  /** The next operation on a function fails. */
  public synchronized void failOperation(int code, String message) {
    functions().failOperation(code, message);
  }

  /** The function is in {@code state} from now on. */
  public synchronized void state(String function, int state) {
    functions().state(function, state);
  }

  /** The policy of the function's Cloud Run service, or of the project where it is empty. */
  public synchronized ObjectNode policy(String function) {
    return function.isEmpty() ? project().policy() : functions().policy(function);
  }

  /** An organization's policy lets nobody in whom it does not know. */
  public synchronized void restrictMembers() {
    functions().restrictMembers();
  }

  /** What else the project has. */
  ProjectModel project() {
    return Objects.requireNonNull(project);
  }

  /** Issues no more tokens. */
  public void revoke() {
    issuer().revoke();
  }

  /** The next {@code times} requests of which {@code which} is true get that. */
  public synchronized void fail(Predicate<String> which, int times, Answer answer) {
    failures.add(new Failure(which, new AtomicInteger(times), false, answer));
  }

  /** The next request of which {@code which} is true is done, and gets that all the same. */
  public synchronized void lose(Predicate<String> which, Answer answer) {
    failures.add(new Failure(which, new AtomicInteger(1), true, answer));
  }

  /** From the {@code n}-th request on, which is still done, no answer arrives. */
  public synchronized void deafAfter(int n) {
    deafAfter = requests.size() + n;
    isDead = false;
  }

  /** From the {@code n}-th request on, nothing is done and no answer arrives. */
  public synchronized void deadAfter(int n) {
    deafAfter(n);
    isDead = true;
  }

  public synchronized void hears() {
    deafAfter = Integer.MAX_VALUE;
  }

  /** Runs {@code what} when the {@code n}-th request from now on comes, before it is done. */
  public synchronized void onRequest(int n, Runnable what) {
    hooks.put(requests.size() + n, what);
  }

  /** All requests so far but those for tokens, as method and path. */
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /** Those that were to change something. */
  public List<String> changes() {
    return requests().stream()
        .filter(it -> !it.startsWith("GET ") && !it.endsWith(":getIamPolicy"))
        .toList();
  }

  public synchronized void forget() {
    requests.clear();
  }

  private ResponseDefinition answer(Request request) {
    String path = request.getUrl().replaceAll("\\?.*", "");
    if (path.equals("/token")) {
      return issuer().issue(request.getBodyAsString()).definition();
    }
    String override = request.getHeader("X-HTTP-Method-Override");
    String method = override == null ? request.getMethod().getName() : override;
    requests.add(method + " " + path);
    Runnable hook = hooks.remove(requests.size());
    if (hook != null) {
      hook.run();
    }
    boolean isDeaf = requests.size() >= deafAfter;
    if (isDeaf && isDead) {
      return lost();
    }
    Optional<Failure> failure = planned(method + " " + path);
    Answer answer =
        failure.isPresent() && !failure.get().isDone()
            ? failure.get().answer()
            : done(request, method, path);
    return isDeaf ? lost() : failure.map(Failure::answer).orElse(answer).definition();
  }

  private static ResponseDefinition lost() {
    return aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER).build();
  }

  private Optional<Failure> planned(String request) {
    Optional<Failure> found = failures.stream().filter(it -> it.which().test(request)).findFirst();
    found.filter(it -> it.times().decrementAndGet() <= 0).ifPresent(failures::remove);
    return found;
  }

  private Answer done(Request request, String method, String path) {
    if (path.startsWith("/upload/")) {
      return functions().upload(request, path);
    }
    if (!issuer().knows(request.getHeader("Authorization"))) {
      return Answer.error(
          401,
          "UNAUTHENTICATED",
          "Request had invalid authentication credentials. Expected OAuth 2 access token, login"
              + " cookie or other valid authentication credential.");
    }
    return path.contains("/locations/")
        ? functions().answer(request, method, path)
        : project().answer(request, method, path);
  }

  private TokenIssuer issuer() {
    return Objects.requireNonNull(issuer);
  }

  private FunctionsModel functions() {
    return Objects.requireNonNull(functions);
  }

  @Override
  public void close() {
    server.stop();
  }
}
