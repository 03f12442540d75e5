package dev.wayfare.deployer.azure;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for Azure, on loopback: the parts of the resource manager, of App Service's deployment
 * sites and of a managed identity's tokens that the deployer calls, with what they keep. It takes
 * any token and checks no right of whoever deploys; those of an app's identity it does.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/appservice/">App Service's API</a>
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations">Asynchronous
 *     operations</a>
 */
public final class AzureStandIn implements AutoCloseable {
  private static final String EVERYTHING = "azure-stand-in";

  private final WireMockServer server;
  private final StandInCertificate certificate;
  private final ResourceManagerModel manager;
  private final List<String> requests = new ArrayList<>();
  private final Deque<Failure> failures = new ArrayDeque<>();
  private final SortedMap<Integer, Runnable> hooks = new TreeMap<>();
  private Function<String, @Nullable URI> functions = app -> null;
  private int deafFrom = Integer.MAX_VALUE;

  private record Failure(
      Predicate<String> which, int status, Map<String, String> headers, String body) {}

  private final class Everything implements ResponseDefinitionTransformerV2 {
    @Override
    public ResponseDefinition transform(ServeEvent event) {
      return answer(event.getRequest());
    }

    @Override
    public String getName() {
      return EVERYTHING;
    }
  }

  private AzureStandIn(Path folder) {
    certificate = new StandInCertificate(folder);
    manager = new ResourceManagerModel(this::host);
    server =
        new WireMockServer(
            wireMockConfig()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .dynamicHttpsPort()
                .keystorePath(certificate.store().toString())
                .keystorePassword(StandInCertificate.PASSWORD)
                .keyManagerPassword(StandInCertificate.PASSWORD)
                .keystoreType("PKCS12")
                .disableRequestJournal()
                .extensions(new Everything()));
  }

  /** Starts one that keeps nothing yet, and keeps its certificate in {@code folder}. */
  public static AzureStandIn start(Path folder) {
    var standIn = new AzureStandIn(folder);
    standIn.server.start();
    standIn.server.stubFor(any(anyUrl()).willReturn(aResponse().withTransformers(EVERYTHING)));
    return standIn;
  }

  /** The resource manager; https, since the SDK sends tokens nowhere else. */
  public URI baseUrl() {
    return URI.create("https://" + host());
  }

  private String host() {
    return "127.0.0.1:" + server.httpsPort();
  }

  /** For {@code IDENTITY_ENDPOINT}; any {@code IDENTITY_HEADER} will do. */
  public URI tokenUrl() {
    return URI.create("http://127.0.0.1:" + server.port() + "/msi/token");
  }

  /** Whom to trust; also as a PKCS12 file with {@link StandInCertificate#PASSWORD}. */
  public StandInCertificate certificate() {
    return certificate;
  }

  /** Makes a group, a storage account, and an identity that may write to it, as bootstrap does. */
  public void lay(String subscription, String group, String storage, String identity) {
    manager.lay(subscription, group, storage, identity);
  }

  /** What an app's host is told to be; with a port, if need be. */
  public void hosts(UnaryOperator<String> hosts) {
    manager.hosts(hosts);
  }

  /** From now on an app's host is this one, which passes requests on: {@link #functions}. */
  public void serveFunctionsHere() {
    manager.serveFunctionsHere();
  }

  /** Where the requests to an app go, asked at each; null for nowhere. */
  public synchronized void functions(Function<String, @Nullable URI> where) {
    functions = where;
  }

  /** So many looks see what was changed as still under way. */
  public void slow(int looks) {
    manager.slow(looks);
  }

  /** The next request of which {@code which} is true, such as "PUT /…/sites/x", gets that. */
  public void fail(Predicate<String> which, int status, String code, String message) {
    answer(
        which,
        status,
        Map.of(),
        "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}".formatted(code, message));
  }

  /** The same with any body. */
  public synchronized void answer(
      Predicate<String> which, int status, Map<String, String> headers, String body) {
    failures.add(new Failure(which, status, headers, body));
  }

  /** Before the {@code n}-th request from now, the first being 1, is done, this is. */
  public synchronized void onRequest(int n, Runnable hook) {
    hooks.put(requests.size() + n, hook);
  }

  /** From the {@code n}-th request on, which is still done, no answer arrives. */
  public synchronized void deafFrom(int n) {
    deafFrom = requests.size() + n;
  }

  public synchronized void hears() {
    deafFrom = Integer.MAX_VALUE;
  }

  /** All requests so far, as method, path and query, without those for tokens and functions. */
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /** Those that were to change something. */
  public List<String> changes() {
    return requests().stream()
        .filter(it -> !it.startsWith("GET ") && !it.startsWith("HEAD "))
        .filter(it -> !it.contains("/config/appsettings/list"))
        .toList();
  }

  public synchronized void forget() {
    requests.clear();
  }

  /** The package that {@code app} runs. */
  public byte[] uploaded(String app) {
    return manager.uploaded(app);
  }

  /** The settings of {@code app}. */
  public Map<String, String> settings(String app) {
    return manager.settings(app);
  }

  ResourceManagerModel manager() {
    return manager;
  }

  private ResponseDefinition answer(Request request) {
    String path = URI.create(request.getUrl()).getPath();
    if (path.equals("/msi/token")) {
      return manager.token();
    }
    if (path.startsWith("/fn/")) {
      return passedOn(path.split("/", -1)[2]);
    }
    String line = request.getMethod() + " " + request.getUrl();
    Failure failure;
    boolean isDeaf;
    Runnable hook;
    synchronized (this) {
      requests.add(line);
      hook = hooks.remove(requests.size());
      isDeaf = requests.size() >= deafFrom;
      failure =
          isDeaf
              ? null
              : failures.stream().filter(it -> it.which().test(line)).findFirst().orElse(null);
      failures.remove(failure);
    }
    if (hook != null) {
      hook.run();
    }
    ResponseDefinition answer = failure == null ? manager.answer(request) : told(failure);
    return isDeaf ? reset() : answer;
  }

  private static ResponseDefinition reset() {
    return aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER).build();
  }

  private ResponseDefinition told(Failure failure) {
    List<HttpHeader> headers = new ArrayList<>();
    headers.add(new HttpHeader("x-ms-request-id", "id-of-failure"));
    headers.add(new HttpHeader("Content-Type", "application/json"));
    failure.headers().forEach((name, value) -> headers.add(new HttpHeader(name, value)));
    return aResponse()
        .withStatus(failure.status())
        .withHeaders(new HttpHeaders(headers))
        .withBody(failure.body())
        .build();
  }

  private ResponseDefinition passedOn(String app) {
    Function<String, @Nullable URI> where;
    synchronized (this) {
      where = functions;
    }
    URI to = where.apply(app); // May take its time, and ask this stand-in.
    ResponseDefinitionBuilder nobody = aResponse().withStatus(503);
    return to == null
        ? nobody.build()
        : aResponse()
            .proxiedFrom(to.toString().replaceAll("/$", ""))
            .withProxyUrlPrefixToRemove("/fn/" + app)
            .build();
  }

  @Override
  public void close() {
    server.stop();
  }

  /** Of the parts of {@code path}. */
  static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
