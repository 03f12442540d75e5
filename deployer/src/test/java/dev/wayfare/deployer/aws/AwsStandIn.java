package dev.wayfare.deployer.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for AWS, on loopback: the parts of Lambda, S3, IAM and CloudWatch Logs that the
 * deployer calls, with what they keep. It checks no signature and no right.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html">Lambda's API</a>
 */
public final class AwsStandIn implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern FUNCTION =
      Pattern.compile("/20[0-9-]+/functions/([^/]+)(?:/([a-z]+))?(?:/(.+))?");
  private static final String EVERYTHING = "aws-stand-in";

  private final WireMockServer server;
  private final Map<String, LambdaModel> functions = new TreeMap<>();
  private final SortedMap<String, byte[]> objects = new TreeMap<>();
  private final Map<String, List<String>> buckets = new TreeMap<>();
  private final Map<String, ObjectNode> roles = new TreeMap<>();
  private final List<ObjectNode> logEvents = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private final Deque<Failure> failures = new ArrayDeque<>();
  private BiFunction<String, String, String> url =
      (name, alias) -> "https://%s-%s.lambda-url.eu-west-1.on.aws/".formatted(name, alias);
  private BiConsumer<String, String> onLead = (name, alias) -> {};
  private int pendingLooks;
  private int changesLeft = Integer.MAX_VALUE;
  private Runnable atChange = () -> {};
  private int deafAfter = Integer.MAX_VALUE;

  private record Failure(Predicate<String> which, ResponseDefinition answer) {}

  private final class Everything implements ResponseDefinitionTransformerV2 {
    @Override
    public ResponseDefinition transform(ServeEvent event) {
      synchronized (AwsStandIn.this) {
        return answer(event.getRequest());
      }
    }

    @Override
    public String getName() {
      return EVERYTHING;
    }
  }

  private AwsStandIn() {
    server =
        new WireMockServer(
            wireMockConfig().bindAddress("127.0.0.1").dynamicPort().extensions(new Everything()));
  }

  /** Starts one that keeps nothing yet. */
  public static AwsStandIn start() {
    var standIn = new AwsStandIn();
    standIn.server.start();
    standIn.server.stubFor(any(anyUrl()).willReturn(aResponse().withTransformers(EVERYTHING)));
    return standIn;
  }

  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** What URL the alias of a function is told to have. */
  public synchronized void urls(BiFunction<String, String, String> next) {
    url = next;
  }

  /** Is told of a function and its alias, each time that the alias leads to another version. */
  public synchronized void onLead(BiConsumer<String, String> next) {
    onLead = next;
  }

  /** Runs {@code what} after the {@code n}-th change from now on, before it is answered. */
  public synchronized void atChange(int n, Runnable what) {
    changesLeft = n;
    atChange = what;
  }

  /** So many looks see what was changed as still under way. */
  public synchronized void slow(int looks) {
    pendingLooks = looks;
  }

  /** The next request of which {@code which} is true, such as "POST /…/versions", gets that. */
  public synchronized void fail(Predicate<String> which, int status, String code, String message) {
    failures.add(new Failure(which, error(status, code, message)));
  }

  /** From the {@code n}-th request on, which is still done, no answer arrives. */
  public synchronized void deafAfter(int n) {
    deafAfter = requests.size() + n;
  }

  public synchronized void hears() {
    deafAfter = Integer.MAX_VALUE;
  }

  /** All requests so far, as method and path with query. */
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /** Those that were to change something. */
  public List<String> changes() {
    return requests().stream().filter(AwsStandIn::isChange).toList();
  }

  private static boolean isChange(String request) {
    return !request.startsWith("GET ") && !request.startsWith("HEAD ");
  }

  public synchronized void forget() {
    requests.clear();
  }

  /** The package that the alias of a function leads to. */
  public synchronized byte[] uploaded(String function, String alias) {
    return version(function, alias).code.clone();
  }

  /** The environment that it leads to. */
  public synchronized Map<String, String> environment(String function, String alias) {
    Map<String, String> variables = new TreeMap<>();
    version(function, alias)
        .configuration
        .path("Environment")
        .path("Variables")
        .properties()
        .forEach(it -> variables.put(it.getKey(), it.getValue().asText()));
    return variables;
  }

  private LambdaModel.Version version(String function, String alias) {
    return function(function).version(alias);
  }

  synchronized LambdaModel function(String name) {
    return Objects.requireNonNull(functions.get(name), name);
  }

  synchronized boolean hasFunction(String name) {
    return functions.containsKey(name);
  }

  synchronized Map<String, byte[]> objects() {
    return new TreeMap<>(objects);
  }

  synchronized Map<String, List<String>> buckets() {
    return new TreeMap<>(buckets);
  }

  synchronized Map<String, ObjectNode> roles() {
    return new TreeMap<>(roles);
  }

  public synchronized void log(String stream, long atMillis, String message) {
    ObjectNode event = JSON.createObjectNode();
    event.put("logStreamName", stream);
    event.put("timestamp", atMillis);
    event.put("message", message);
    logEvents.add(event);
  }

  private ResponseDefinition answer(Request request) {
    String line = request.getMethod() + " " + request.getUrl();
    if (line.equals("POST /")) {
      String target = request.getHeader("X-Amz-Target");
      line += target == null ? parameters(request.getBodyAsString()).get("Action") : target;
    }
    requests.add(line);
    for (Failure failure : failures) {
      if (failure.which().test(line)) {
        failures.remove(failure);
        return failure.answer();
      }
    }
    ResponseDefinition answer = served(request, line);
    if (isChange(line) && --changesLeft == 0) {
      atChange.run();
    }
    return requests.size() >= deafAfter
        ? aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER).build()
        : answer;
  }

  private ResponseDefinition served(Request request, String line) {
    String path = URI.create(request.getUrl()).getPath();
    if (line.startsWith("POST /Logs_")) {
      return logs(json(request));
    }
    if (line.startsWith("POST /") && path.equals("/")) {
      return iam(parameters(request.getBodyAsString()));
    }
    if (path.matches("/20[0-9-]+/functions/?")) {
      return create(json(request));
    }
    Matcher function = FUNCTION.matcher(path);
    return function.matches() ? function(request, function) : s3(request, path);
  }

  // ---- Lambda

  private ResponseDefinition create(ObjectNode request) {
    String name = request.get("FunctionName").asText();
    if (functions.containsKey(name)) {
      return error(409, "ResourceConflictException", "Function already exist: " + name);
    }
    var function = new LambdaModel(name, request, code(request.get("Code")), pendingLooks);
    functions.put(name, function);
    return json(201, function.told(function.latest()));
  }

  private byte[] code(JsonNode code) {
    return code.has("ZipFile")
        ? Base64.getDecoder().decode(code.get("ZipFile").asText())
        : object(code.get("S3Bucket").asText() + "/" + code.get("S3Key").asText());
  }

  private byte[] object(String key) {
    return Objects.requireNonNull(objects.get(key), key);
  }

  private ResponseDefinition function(Request request, Matcher path) {
    LambdaModel function = functions.get(path.group(1));
    if (function == null) {
      return missing("Function not found: " + path.group(1));
    }
    String part = path.group(2) == null ? "" : path.group(2);
    String qualifier =
        request.queryParameter("Qualifier").isPresent()
            ? request.queryParameter("Qualifier").firstValue()
            : LambdaModel.LATEST;
    RequestMethod method = request.getMethod();
    return switch (part) {
      case "" -> whole(function, path.group(1), qualifier, method);
      case "code" ->
          changed(
              function,
              () -> function.code(code(json(request)), json(request).get("Architectures")));
      case "configuration" -> changed(function, () -> function.configure(json(request)));
      case "versions" ->
          method.equals(RequestMethod.GET)
              ? json(200, function.versions())
              : json(
                  201,
                  function.publish(json(request).path("Description").asText(), pendingLooks)
                      .configuration);
      case "aliases" -> {
        ResponseDefinition answer = alias(function, path.group(3), method, request);
        if (!method.equals(RequestMethod.GET)) {
          onLead.accept(path.group(1), aliasOf(path.group(3), request));
        }
        yield answer;
      }
      case "url" -> url(function, path.group(1), qualifier, method, request);
      case "policy" -> policy(function, qualifier, path.group(3), method, request);
      default -> error(404, "UnknownOperationException", part);
    };
  }

  private ResponseDefinition whole(
      LambdaModel function, String name, String qualifier, RequestMethod method) {
    LambdaModel.Version version = function.at(qualifier);
    if (version == null) {
      return missing("Function not found: " + name + ":" + qualifier);
    }
    if (method.equals(RequestMethod.DELETE)) {
      if (qualifier.equals(LambdaModel.LATEST)) {
        functions.remove(name);
      } else if (function.aliases.containsValue(qualifier)) {
        return error(409, "ResourceConflictException", "version " + qualifier + " has an alias");
      } else {
        function.versions.remove(qualifier);
      }
      return aResponse().withStatus(204).build();
    }
    ObjectNode whole = JSON.createObjectNode();
    whole.set("Configuration", function.told(version));
    ObjectNode tags = whole.putObject("Tags");
    function.tags.forEach(tags::put);
    return json(200, whole);
  }

  private ResponseDefinition changed(LambdaModel function, Runnable change) {
    LambdaModel.Version latest = function.latest();
    if (latest.pendingLooks > 0) {
      return error(
          409, "ResourceConflictException", "The operation cannot be performed at this time.");
    }
    change.run();
    latest.pendingLooks = pendingLooks;
    return json(200, latest.configuration);
  }

  private static String aliasOf(@Nullable String inPath, Request request) {
    return inPath == null ? json(request).get("Name").asText() : inPath;
  }

  private static ResponseDefinition alias(
      LambdaModel function, @Nullable String name, RequestMethod method, Request request) {
    if (name == null && method.equals(RequestMethod.GET)) {
      return json(200, function.aliases());
    }
    if (method.equals(RequestMethod.POST)) {
      ObjectNode create = json(request);
      function.aliases.put(create.get("Name").asText(), create.get("FunctionVersion").asText());
      return json(201, create);
    }
    String version = function.aliases.get(String.valueOf(name));
    if (version == null) {
      return missing("Cannot find alias arn: " + name);
    }
    if (method.equals(RequestMethod.PUT)) {
      version = json(request).get("FunctionVersion").asText();
      function.aliases.put(String.valueOf(name), version);
    }
    return json(200, JSON.createObjectNode().put("Name", name).put("FunctionVersion", version));
  }

  private ResponseDefinition url(
      LambdaModel function, String name, String alias, RequestMethod method, Request request) {
    if (method.equals(RequestMethod.POST) && function.urls.containsKey(alias)) {
      return error(409, "ResourceConflictException", "FunctionUrlConfig exists");
    }
    if (!method.equals(RequestMethod.GET)) {
      function.urls.put(alias, json(request).get("AuthType").asText());
    }
    String type = function.urls.get(alias);
    return type == null
        ? missing("The resource you requested does not exist.")
        : json(
            method.equals(RequestMethod.POST) ? 201 : 200,
            JSON.createObjectNode()
                .put("AuthType", type)
                .put("FunctionUrl", url.apply(name, alias)));
  }

  private static ResponseDefinition policy(
      LambdaModel function,
      String alias,
      @Nullable String statement,
      RequestMethod method,
      Request request) {
    List<ObjectNode> statements = function.policies.computeIfAbsent(alias, it -> new ArrayList<>());
    if (method.equals(RequestMethod.POST)) {
      ObjectNode permission = json(request);
      permission.put("Sid", permission.get("StatementId").asText());
      statements.add(permission);
      return json(201, JSON.createObjectNode().put("Statement", permission.toString()));
    }
    if (method.equals(RequestMethod.DELETE)) {
      statements.removeIf(it -> it.get("Sid").asText().equals(statement));
      return aResponse().withStatus(204).build();
    }
    return statements.isEmpty()
        ? missing("The resource you requested does not exist.")
        : json(200, JSON.createObjectNode().put("Policy", function.policy(alias)));
  }

  // ---- S3, IAM, CloudWatch Logs

  private ResponseDefinition s3(Request request, String path) {
    String[] parts = path.substring(1).split("/", 2);
    String key = parts.length < 2 ? "" : parts[1];
    RequestMethod method = request.getMethod();
    if (key.isEmpty()) {
      return bucket(request, parts[0], method);
    }
    if (method.equals(RequestMethod.PUT)) {
      boolean isChunked =
          String.valueOf(request.getHeader("x-amz-content-sha256")).startsWith("STREAMING");
      byte[] body = request.getBody();
      objects.put(parts[0] + "/" + key, isChunked ? unchunked(body) : body);
    } else if (method.equals(RequestMethod.DELETE)) {
      objects.remove(parts[0] + "/" + key);
    }
    return aResponse().withStatus(method.equals(RequestMethod.DELETE) ? 204 : 200).build();
  }

  /**
   * The content of chunks of the form {@code SIZE;chunk-signature=…}, with their ends of line.
   *
   * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html">Chunked
   *     upload</a>
   */
  private static byte[] unchunked(byte[] body) {
    var content = new ByteArrayOutputStream(body.length);
    int at = 0;
    while (true) {
      int end = at;
      while (body[end] != '\r') {
        end++;
      }
      String head = new String(body, at, end - at, StandardCharsets.US_ASCII);
      int size = Integer.parseInt(head.replaceAll(";.*", ""), 16);
      if (size == 0) {
        return content.toByteArray();
      }
      content.write(body, end + 2, size);
      at = end + 2 + size + 2;
    }
  }

  private ResponseDefinition bucket(Request request, String bucket, RequestMethod method) {
    if (method.equals(RequestMethod.PUT)) {
      String query = String.valueOf(URI.create(request.getUrl()).getQuery());
      buckets.computeIfAbsent(bucket, it -> new ArrayList<>()).add(query);
      return aResponse().withStatus(200).build();
    }
    if (method.equals(RequestMethod.HEAD)) {
      return aResponse().withStatus(buckets.containsKey(bucket) ? 200 : 404).build();
    }
    if (request.queryParameter("lifecycle").isPresent()) {
      return buckets.getOrDefault(bucket, List.of()).contains("lifecycle")
          ? xml("<LifecycleConfiguration/>")
          : noLifecycle();
    }
    String prefix = bucket + "/" + request.queryParameter("prefix").firstValue();
    var xml = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
    objects.tailMap(prefix).keySet().stream()
        .filter(it -> it.startsWith(prefix))
        .map(it -> it.substring(bucket.length() + 1))
        .forEach(it -> xml.append("<Contents><Key>").append(it).append("</Key></Contents>"));
    return aResponse()
        .withHeader("Content-Type", "application/xml")
        .withBody(xml.append("</ListBucketResult>").toString())
        .build();
  }

  private static ResponseDefinition noLifecycle() {
    return aResponse()
        .withStatus(404)
        .withHeader("Content-Type", "application/xml")
        .withBody("<Error><Code>NoSuchLifecycleConfiguration</Code><Message>none</Message></Error>")
        .build();
  }

  private ResponseDefinition iam(Map<String, String> parameters) {
    String name = String.valueOf(parameters.get("RoleName"));
    ObjectNode role = roles.get(name);
    return switch (String.valueOf(parameters.get("Action"))) {
      case "CreateRole" -> {
        ObjectNode created = JSON.createObjectNode();
        created.put("trust", parameters.get("AssumeRolePolicyDocument"));
        created.put("path", parameters.get("Path"));
        roles.put(name, created);
        yield xml("<CreateRoleResponse><CreateRoleResult/></CreateRoleResponse>");
      }
      case "PutRolePolicy" -> {
        Objects.requireNonNull(role)
            .put(parameters.get("PolicyName"), parameters.get("PolicyDocument"));
        yield xml("<PutRolePolicyResponse/>");
      }
      case "GetRole" ->
          role == null
              ? noSuchEntity()
              : xml("<GetRoleResponse><GetRoleResult/></GetRoleResponse>");
      default ->
          role == null || !role.has(parameters.get("PolicyName"))
              ? noSuchEntity()
              : xml("<GetRolePolicyResponse><GetRolePolicyResult/></GetRolePolicyResponse>");
    };
  }

  private static ResponseDefinition noSuchEntity() {
    return aResponse()
        .withStatus(404)
        .withHeader("Content-Type", "text/xml")
        .withBody(
            "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code>"
                + "<Message>not found</Message></Error></ErrorResponse>")
        .build();
  }

  private static ResponseDefinition xml(String body) {
    return aResponse().withHeader("Content-Type", "text/xml").withBody(body).build();
  }

  private ResponseDefinition logs(ObjectNode request) {
    ObjectNode answer = JSON.createObjectNode();
    var events = answer.putArray("events");
    logEvents.stream()
        .filter(it -> it.get("timestamp").asLong() >= request.get("startTime").asLong())
        .forEach(events::add);
    return aResponse()
        .withHeader("Content-Type", "application/x-amz-json-1.1")
        .withBody(answer.toString())
        .build();
  }

  // ---- answers

  private static ResponseDefinition json(int status, JsonNode body) {
    return jsonResponse(status).withBody(body.toString()).build();
  }

  private static ResponseDefinition missing(String message) {
    return error(404, "ResourceNotFoundException", message);
  }

  private static ResponseDefinition error(int status, String code, String message) {
    ObjectNode body = JSON.createObjectNode().put("Message", message).put("message", message);
    return jsonResponse(status)
        .withHeader("x-amzn-ErrorType", code)
        .withBody(body.toString())
        .build();
  }

  private static ResponseDefinitionBuilder jsonResponse(int status) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withHeader(
            "x-amzn-RequestId", UUID.nameUUIDFromBytes(new byte[] {(byte) status}).toString());
  }

  private static ObjectNode json(Request request) {
    try {
      return (ObjectNode) JSON.readTree(request.getBodyAsString());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> parameters(String form) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : form.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      parameters.put(
          parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }

  @Override
  public void close() {
    server.stop();
  }
}
