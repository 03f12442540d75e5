package dev.wayfare.deployer.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.http.Request;
import com.google.common.base.Splitter;
import java.math.BigDecimal;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cloud Functions v2 with the Cloud Run services that it makes. */
final class FunctionsModel {
  private static final int ACTIVE = 1;
  private static final int FAILED = 2;
  private static final int DEPLOYING = 3;
  private static final int DELETING = 4;
  private static final Set<String> REGIONS = Set.of("europe-west1", "us-central1");
  private static final Set<String> RUNTIMES = Set.of("java17", "java21", "java25");
  private static final Pattern PATH =
      Pattern.compile(
          "/v2/projects/acme-1/locations/([a-z0-9-]+)/(functions|operations|services)"
              + "(?:/([a-z0-9-]+))?(?::([a-zA-Z]+))?");
  private static final String TYPE = "type.googleapis.com/google.cloud.functions.v2.";

  private final URI base;
  private final Map<String, Deployed> functions = new TreeMap<>();
  private final Map<String, Work> operations = new HashMap<>();
  private final Map<String, byte[]> objects = new HashMap<>();
  private Function<String, String> url = name -> "https://" + name + "-x7k2-ew.a.run.app";
  private Optional<ObjectNode> failure = Optional.empty();
  private int slow;
  private boolean isRestricted;

  /** A function with its service. */
  private static final class Deployed {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode policy = JsonNodeFactory.instance.objectNode().put("etag", "e0").put("version", 1);
    byte[] runs = {};
  }

  /** A long-running operation. */
  private static final class Work {
    final String function;
    final boolean isDelete;
    int looks;
    Optional<ObjectNode> error;
    boolean isDone;

    Work(String function, boolean isDelete, int looks, Optional<ObjectNode> error) {
      this.function = function;
      this.isDelete = isDelete;
      this.looks = looks;
      this.error = error;
    }
  }

  FunctionsModel(URI base) {
    this.base = base;
  }

  void urls(Function<String, String> next) {
    url = next;
  }

  void slow(int looks) {
    slow = looks;
  }

  void restrictMembers() {
    isRestricted = true;
  }

  void failOperation(int code, String message) {
    ObjectNode error = JsonNodeFactory.instance.objectNode().put("code", code);
    error.put("message", message);
    error
        .putArray("details")
        .addObject()
        .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
        .put("reason", "BUILD")
        .put("domain", "cloudfunctions.googleapis.com");
    failure = Optional.of(error);
  }

  byte[] uploaded(String function) {
    return deployed(function).runs;
  }

  JsonNode function(String function) {
    return deployed(function).json;
  }

  ObjectNode policy(String function) {
    return deployed(function).policy;
  }

  List<String> names() {
    return List.copyOf(functions.keySet());
  }

  void state(String function, int state) {
    deployed(function).json.put("state", state);
  }

  void addForeign(String region, String name) {
    var made = new Deployed();
    made.json.put("name", "projects/acme-1/locations/%s/functions/%s".formatted(region, name));
    made.json.put("environment", 2).put("state", ACTIVE);
    made.json.putObject("serviceConfig").put("uri", url.apply(name));
    functions.put(name, made);
  }

  private Deployed deployed(String function) {
    return Objects.requireNonNull(functions.get(function), function);
  }

  Answer upload(Request request, String path) {
    boolean isRight =
        request.getMethod().getName().equals("PUT")
            && "application/zip".equals(request.getHeader("Content-Type"))
            && request.getHeader("Authorization") == null
            && request.getUrl().endsWith("?X-Goog-Signature=s3cr3t");
    if (!isRight) {
      return new Answer(
          403, Map.of(), "<Error><Code>SignatureDoesNotMatch</Code><Message>no</Message></Error>");
    }
    objects.put(path.substring("/upload/".length()), request.getBody());
    return new Answer(200, Map.of(), "");
  }

  Answer answer(Request request, String method, String path) {
    Matcher parts = PATH.matcher(path);
    if (!parts.matches()) {
      return Answer.error(404, "NOT_FOUND", "no such method: " + path);
    }
    String region = parts.group(1);
    if (!REGIONS.contains(region)) {
      return Answer.error(
          403,
          "PERMISSION_DENIED",
          "Permission denied on 'locations/" + region + "' (or it may not exist).");
    }
    String name = parts.group(3) == null ? "" : parts.group(3);
    String verb = parts.group(4) == null ? "" : parts.group(4);
    return switch (method + " " + parts.group(2) + " " + verb) {
      case "POST functions generateUploadUrl" -> uploadUrl();
      case "POST functions " -> create(request, region);
      case "GET functions " -> look(name, path).map(Answer::of).orElseGet(() -> missing(path));
      case "PATCH functions " -> update(request, name, path);
      case "DELETE functions " -> delete(name, path);
      case "GET operations " -> operation(name, path);
      case "GET services getIamPolicy" ->
          functions.containsKey(name) ? Answer.of(policy(name)) : missing(path);
      case "POST services setIamPolicy" ->
          functions.containsKey(name) ? allow(request, name) : missing(path);
      default -> Answer.error(404, "NOT_FOUND", "no such method: " + method + " " + path);
    };
  }

  private static Answer missing(String path) {
    return Answer.error(404, "NOT_FOUND", "Resource '" + path.substring(4) + "' was not found");
  }

  private Answer uploadUrl() {
    String object = "o" + objects.size() + ".zip";
    objects.put(object, new byte[0]);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("uploadUrl", base + "/upload/" + object + "?X-Goog-Signature=s3cr3t");
    body.putObject("storageSource").put("bucket", "gcf-v2-uploads").put("object", object);
    return Answer.of(body);
  }

  private Answer create(Request request, String region) {
    String name = request.queryParameter("functionId").firstValue();
    if (functions.containsKey(name)) {
      return Answer.error(409, "ALREADY_EXISTS", "Resource '" + name + "' already exists");
    }
    ObjectNode wanted = (ObjectNode) Answer.tree(request.getBodyAsString());
    Optional<String> fault = fault(name, wanted);
    if (fault.isPresent()) {
      return Answer.error(400, "INVALID_ARGUMENT", fault.get());
    }
    var made = new Deployed();
    made.json = wanted;
    wanted.put("name", "projects/acme-1/locations/%s/functions/%s".formatted(region, name));
    wanted
        .withObject("serviceConfig")
        .put("service", "projects/acme-1/locations/%s/services/%s".formatted(region, name));
    functions.put(name, made);
    return begin(region, name, false);
  }

  /** As the reference of {@code ServiceConfig} and Cloud Run's own limits say. */
  private Optional<String> fault(String name, JsonNode wanted) {
    JsonNode service = wanted.path("serviceConfig");
    JsonNode build = wanted.path("buildConfig");
    if (!name.matches("[a-z][a-z0-9-]{2,47}[a-z0-9]")) {
      return Optional.of("function_id is invalid: " + name);
    }
    if (wanted.path("environment").asInt() != 2
        || !RUNTIMES.contains(build.path("runtime").asText())) {
      return Optional.of("environment or runtime is invalid");
    }
    byte[] source = objects.get(build.at("/source/storageSource/object").asText());
    if (source == null || source.length == 0) {
      return Optional.of("the source is not there");
    }
    boolean isSmall =
        new BigDecimal(service.path("availableCpu").asText("0")).compareTo(BigDecimal.ONE) < 0;
    if (isSmall && service.path("maxInstanceRequestConcurrency").asInt() > 1) {
      return Optional.of("Total cpu < 1 is not supported with concurrency > 1.");
    }
    if (service.path("availableMemory").asText().equals("64Mi")) {
      return Optional.of(
          "Could not create Cloud Run service %s. spec.template.spec.containers.resources.limits.memory: Invalid value specified for memory, with MODE=%s."
              .formatted(name, service.at("/environmentVariables/MODE").asText()));
    }
    return Optional.empty();
  }

  private Answer update(Request request, String name, String path) {
    Deployed there = functions.get(name);
    if (there == null) {
      return missing(path);
    }
    if (isBusy(there)) {
      return Answer.error(409, "ABORTED", "unable to queue the operation");
    }
    JsonNode wanted = Answer.tree(request.getBodyAsString());
    for (String field : Splitter.on(',').split(request.queryParameter("updateMask").firstValue())) {
      String pointer = "/" + field.replace('.', '/');
      int slash = pointer.lastIndexOf('/');
      ObjectNode parent = (ObjectNode) there.json.at(pointer.substring(0, slash));
      JsonNode value = wanted.at(pointer);
      if (value.isMissingNode()) {
        parent.remove(pointer.substring(slash + 1));
      } else {
        parent.set(pointer.substring(slash + 1), value);
      }
    }
    return begin(region(path), name, false);
  }

  private static String region(String path) {
    return Splitter.on('/').splitToList(path).get(5);
  }

  private Answer delete(String name, String path) {
    Deployed there = functions.get(name);
    if (there == null) {
      return missing(path);
    }
    return isBusy(there)
        ? Answer.error(409, "ABORTED", "unable to queue the operation")
        : begin(region(path), name, true);
  }

  private static boolean isBusy(Deployed function) {
    int state = function.json.path("state").asInt();
    return state == DEPLOYING || state == DELETING;
  }

  private Answer begin(String region, String name, boolean isDelete) {
    String operation = "operation-" + operations.size();
    operations.put(operation, new Work(name, isDelete, slow, failure));
    failure = Optional.empty();
    deployed(name).json.put("state", isDelete ? DELETING : DEPLOYING);
    deployed(name).json.remove("stateMessages");
    return Answer.of(
        told("projects/acme-1/locations/%s/operations/%s".formatted(region, operation), region));
  }

  private static ObjectNode told(String operation, String region) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", operation);
    body.putObject("metadata")
        .put("@type", TYPE + "OperationMetadata")
        .put("buildName", "projects/42/locations/" + region + "/builds/b-1");
    return body;
  }

  /** The function, once more looked at. */
  private Optional<JsonNode> look(String name, String path) {
    operations.values().stream().filter(it -> it.function.equals(name)).forEach(this::look);
    return Optional.ofNullable(functions.get(name))
        .filter(it -> it.json.path("name").asText().equals(path.substring(4)))
        .map(it -> it.json);
  }

  private void look(Work work) {
    if (work.isDone || work.looks-- > 0) {
      return;
    }
    work.isDone = true;
    if (work.isDelete && work.error.isEmpty()) {
      functions.remove(work.function);
      return;
    }
    Deployed function = deployed(work.function);
    if (work.error.isPresent()) {
      function.json.put("state", FAILED);
      function
          .json
          .putArray("stateMessages")
          .addObject()
          .put("severity", 1)
          .put("message", work.error.get().path("message").asText());
      return;
    }
    function.runs =
        Objects.requireNonNull(
            objects.get(function.json.at("/buildConfig/source/storageSource/object").asText()));
    function.json.put("state", ACTIVE);
    function.json.withObject("serviceConfig").put("uri", url.apply(work.function));
  }

  private Answer operation(String name, String path) {
    Work work = operations.get(name);
    if (work == null) {
      return missing(path);
    }
    look(work);
    ObjectNode body = told(path.substring(4), region(path));
    if (work.isDone) {
      body.put("done", true);
      if (work.error.isPresent()) {
        body.set("error", work.error.get());
      } else {
        body.putObject("response").put("@type", "type.googleapis.com/google.protobuf.Empty");
      }
    }
    return Answer.of(body);
  }

  private Answer allow(Request request, String name) {
    ObjectNode policy = (ObjectNode) Answer.tree(request.getBodyAsString()).path("policy");
    if (isRestricted && policy.toString().contains("allUsers")) {
      return Answer.error(
              400,
              "FAILED_PRECONDITION",
              "One or more users named in the policy do not belong to a permitted customer,"
                  + " perhaps due to an organization policy.")
          .violating("constraints/iam.allowedPolicyMemberDomains");
    }
    String etag = policy(name).path("etag").asText();
    if (!policy.path("etag").asText().equals(etag)) {
      return Answer.error(409, "ABORTED", "There were concurrent policy changes.");
    }
    policy.put("etag", etag + "1");
    deployed(name).policy = policy;
    return Answer.of(policy);
  }
}
