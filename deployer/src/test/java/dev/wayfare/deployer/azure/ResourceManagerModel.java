package dev.wayfare.deployer.azure;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the stand-in keeps: resources by their ids, and what each type of them does. */
final class ResourceManagerModel {
  static final String BLOB_DATA_OWNER = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b";

  private static final JsonMapper JSON = new JsonMapper();
  private static final String ROLES = "/providers/microsoft.authorization/roleassignments";

  private final Supplier<String> host;

  /** By id in lower case: ids are not told apart by case. */
  private final SortedMap<String, ObjectNode> resources = new TreeMap<>();

  private final Map<String, Map<String, String>> settings = new HashMap<>();
  private final Map<String, KuduModel> sites = new HashMap<>();
  private final Set<String> takenElsewhere = new HashSet<>();
  private final Map<String, Integer> operations = new HashMap<>();
  private final Map<String, Integer> registrations = new HashMap<>();
  private @Nullable ObjectNode nextOperationFails;
  private boolean servesFunctionsHere;
  private UnaryOperator<String> hosts = app -> app + ".azurewebsites.net";
  private int looks;
  private int number;

  /**
   * @param host of this server, with its port
   */
  ResourceManagerModel(Supplier<String> host) {
    this.host = host;
  }

  synchronized void slow(int nextLooks) {
    looks = nextLooks;
  }

  synchronized void hosts(UnaryOperator<String> next) {
    hosts = next;
  }

  synchronized void serveFunctionsHere() {
    servesFunctionsHere = true;
  }

  /** The next operation that is not over at once fails so in the end. */
  synchronized void nextOperationFails(String code, String message) {
    nextOperationFails = error(code, message);
  }

  synchronized void withdrawRoles() {
    resources.keySet().removeIf(id -> id.contains(ROLES));
  }

  synchronized void isTakenElsewhere(String app) {
    takenElsewhere.add(app);
  }

  synchronized byte[] uploaded(String app) {
    return Objects.requireNonNull(sites.get(app), app).runs();
  }

  synchronized KuduModel site(String app) {
    return sites.computeIfAbsent(app, _ -> new KuduModel());
  }

  synchronized Map<String, String> settings(String app) {
    return new TreeMap<>(settings.getOrDefault(app, Map.of()));
  }

  synchronized void setting(String app, String name, String value) {
    Objects.requireNonNull(settings.get(app)).put(name, value);
  }

  /** Ids of what there is, without those of what bootstrap makes. */
  synchronized Set<String> made() {
    var made = new HashSet<>(resources.keySet());
    made.removeIf(id -> !id.contains("/microsoft.web/") && !id.contains("/containers/"));
    return made;
  }

  synchronized ObjectNode resource(String id) {
    return Objects.requireNonNull(resources.get(id.toLowerCase(Locale.ROOT)), id);
  }

  synchronized void put(String id, String json) {
    resources.put(id.toLowerCase(Locale.ROOT), object(json));
  }

  synchronized void lay(String subscription, String group, String storage, String identity) {
    String inGroup = "/subscriptions/%s/resourceGroups/%s".formatted(subscription, group);
    created(inGroup, object("{\"location\":\"westeurope\"}"));
    String account = inGroup + "/providers/Microsoft.Storage/storageAccounts/" + storage;
    created(account, object("{\"location\":\"westeurope\"}"));
    created(identity, object("{\"location\":\"westeurope\"}"));
    created(
        account + ROLES + "/" + new UUID(0, 1),
        object(
            "{\"properties\":{\"principalId\":\"%s\",\"roleDefinitionId\":\"/x/%s\"}}"
                .formatted(principal(identity), BLOB_DATA_OWNER)));
  }

  ResponseDefinition token() {
    ObjectNode token = JSON.createObjectNode();
    token.put("access_token", "a-token");
    token.put("expires_on", Long.toString(4_102_444_800L));
    token.put("resource", "https://management.azure.com/");
    token.put("token_type", "Bearer");
    return json(200, token).build();
  }

  synchronized ResponseDefinition answer(Request request) {
    String path = URI.create(request.getUrl()).getPath();
    ResponseDefinitionBuilder answer =
        request.getHeader("Authorization") == null
            ? fault(401, "AuthenticationFailed", "Authentication failed.")
            : answer(request.getMethod().value(), path, request);
    return answer
        .withHeader("x-ms-request-id", "id-" + ++number)
        .withHeader("x-ms-correlation-request-id", "correlation-" + number)
        .build();
  }

  private ResponseDefinitionBuilder answer(String method, String path, Request request) {
    String id = path.toLowerCase(Locale.ROOT);
    if (path.startsWith("/scm/")) {
      return kudu(method, path.split("/", -1)[2], path, request);
    }
    if (id.contains("/operations/")) {
      return operation(path);
    }
    if (id.matches("/subscriptions/[^/]+/providers/[^/]+(/register)?")) {
      return provider(path.split("/", -1)[4], method);
    }
    if (id.endsWith("/config/appsettings/list")) {
      String app = path.split("/", -1)[8];
      ObjectNode all = JSON.createObjectNode();
      ObjectNode properties = all.putObject("properties");
      settings(app).forEach(properties::put);
      return json(200, all);
    }
    if (id.endsWith("/functions")) {
      return json(200, site(path.split("/", -1)[8]).functions());
    }
    if (id.endsWith(ROLES)) {
      return roles(id);
    }
    return switch (method) {
      case "GET", "HEAD" -> get(id, method);
      case "PUT" -> create(path, id, object(request.getBodyAsString()));
      case "DELETE" -> delete(path, id);
      default -> fault(405, "MethodNotAllowed", method);
    };
  }

  private ResponseDefinitionBuilder get(String id, String method) {
    ObjectNode there = resources.get(id);
    if (there == null) {
      String group = id.replaceAll("(/resourcegroups/[^/]+).*", "$1");
      return resources.containsKey(group)
          ? fault(
              404,
              id.contains("/containers/") ? "ContainerNotFound" : "ResourceNotFound",
              "The Resource '%s' was not found.".formatted(id))
          : fault(404, "ResourceGroupNotFound", "Resource group could not be found.");
    }
    return method.equals("HEAD") ? aResponse().withStatus(204) : json(200, there);
  }

  private ResponseDefinitionBuilder create(String path, String id, ObjectNode body) {
    boolean isNew = !resources.containsKey(id);
    if (id.contains("/microsoft.web/sites/")) {
      ResponseDefinitionBuilder refusal = refusedApp(path, body);
      if (refusal != null) {
        return refusal;
      }
    }
    if (id.contains(ROLES + "/") && isNew && hasRole(id, body.get("properties"))) {
      return fault(409, "RoleAssignmentExists", "The role assignment already exists.");
    }
    ObjectNode there = created(path, body);
    boolean isLong = id.matches(".*/(sites|serverfarms|storageaccounts)/[^/]+");
    if (!isLong || (looks == 0 && nextOperationFails == null)) {
      return json(isNew && !isLong ? 201 : 200, there);
    }
    String operation = "/operations/" + operations.size();
    operations.put(operation, looks);
    String url = "https://%s%s%s?api-version=2024-11-01".formatted(host.get(), path, operation);
    return id.contains("/serverfarms/")
        ? json(202, there).withHeader("Azure-AsyncOperation", url)
        : aResponse().withStatus(202).withHeader("Location", url);
  }

  private @Nullable ResponseDefinitionBuilder refusedApp(String path, ObjectNode body) {
    String app = AzureStandIn.last(path);
    if (takenElsewhere.contains(app)) {
      // As App Service writes its errors.
      return aResponse()
          .withStatus(409)
          .withHeader("Content-Type", "application/json")
          .withBody(
              """
              {"Code":"Conflict","Message":"Website with given name %s already exists.",\
              "Target":null,"Details":[{"Message":"Website with given name %s already exists."},\
              {"Code":"Conflict"},{"ErrorEntity":{"ExtendedCode":"54001","Code":"Conflict"}}],\
              "Innererror":null}\
              """
                  .formatted(app, app));
    }
    String plan = body.path("properties").path("serverFarmId").asText();
    if (!resources.containsKey(plan.toLowerCase(Locale.ROOT))) {
      return fault(404, "NotFound", "Cannot find serverFarm with name " + plan);
    }
    return null;
  }

  /** Keeps it, with what the type adds by itself. */
  private ObjectNode created(String path, ObjectNode body) {
    String id = path.toLowerCase(Locale.ROOT);
    String name = AzureStandIn.last(path);
    body.put("id", path);
    body.put("name", name);
    ObjectNode properties = body.withObject("/properties");
    if (id.contains("/microsoft.web/sites/")) {
      app(name, properties);
    } else if (id.matches(".*/storageaccounts/[^/]+")) {
      properties.put("provisioningState", "Succeeded");
      ObjectNode endpoints = properties.putObject("primaryEndpoints");
      for (String service : new String[] {"blob", "queue", "table"}) {
        endpoints.put(service, "https://%s.%s.core.windows.net/".formatted(name, service));
      }
    } else if (id.contains("/userassignedidentities/")) {
      properties.put("principalId", principal(path));
      properties.put("clientId", new UUID(2, name.hashCode()).toString());
    }
    resources.put(id, body);
    return body;
  }

  private void app(String name, ObjectNode properties) {
    JsonNode wanted = properties.path("siteConfig").path("appSettings");
    if (wanted.isArray()) {
      var all = new TreeMap<String, String>();
      wanted.forEach(it -> all.put(it.get("name").asText(), it.get("value").asText()));
      settings.put(name, all);
    }
    properties.remove("siteConfig");
    properties.put("state", "Running");
    String functions = servesFunctionsHere ? host.get() + "/fn/" + name : hosts.apply(name);
    properties.put("defaultHostName", functions);
    ArrayNode hosts = properties.putArray("hostNameSslStates");
    hosts.addObject().put("name", functions).put("hostType", "Standard");
    hosts.addObject().put("name", host.get() + "/scm/" + name).put("hostType", "Repository");
  }

  private ResponseDefinitionBuilder delete(String path, String id) {
    if (id.contains("/serverfarms/")
        && resources.values().stream()
            .anyMatch(
                it -> it.path("properties").path("serverFarmId").asText().equalsIgnoreCase(id))) {
      return fault(409, "Conflict", "Server farm cannot be deleted because it has web app(s).");
    }
    if (id.contains("/sites/")) {
      String app = AzureStandIn.last(path);
      settings.remove(app);
      sites.remove(app);
    }
    return aResponse().withStatus(resources.remove(id) == null ? 204 : 200);
  }

  private ResponseDefinitionBuilder operation(String path) {
    String operation = path.substring(path.indexOf("/operations/"));
    int left = Objects.requireNonNull(operations.get(operation));
    operations.put(operation, left - 1);
    boolean isStatus = path.contains("/serverfarms/");
    ObjectNode status = JSON.createObjectNode();
    if (left > 0) {
      status.put("status", "InProgress");
      return isStatus
          ? json(200, status)
          : aResponse()
              .withStatus(202)
              .withHeader("Location", "https://" + host.get() + path + "?api-version=2024-11-01");
    }
    if (nextOperationFails != null) {
      ObjectNode failure = nextOperationFails;
      nextOperationFails = null;
      return isStatus ? json(200, failure.deepCopy().put("status", "Failed")) : json(409, failure);
    }
    status.put("status", "Succeeded");
    return json(200, isStatus ? status : resource(path.substring(0, path.indexOf("/operations/"))));
  }

  private ResponseDefinitionBuilder provider(String namespace, String method) {
    if (method.equals("POST")) {
      registrations.put(namespace, looks);
    }
    Integer left = registrations.get(namespace);
    if (left != null && left > 0) {
      registrations.put(namespace, left - 1);
    }
    String state = left == null ? "NotRegistered" : left > 0 ? "Registering" : "Registered";
    return json(
        200, JSON.createObjectNode().put("namespace", namespace).put("registrationState", state));
  }

  private ResponseDefinitionBuilder roles(String id) {
    ObjectNode all = JSON.createObjectNode();
    ArrayNode value = all.putArray("value");
    resources.forEach(
        (key, role) -> {
          if (key.startsWith(id + "/")) {
            value.add(role);
          }
        });
    return json(200, all);
  }

  private boolean hasRole(String id, JsonNode wanted) {
    String scope = id.substring(0, id.indexOf(ROLES));
    return resources.entrySet().stream()
        .filter(it -> it.getKey().startsWith(scope + ROLES + "/"))
        .map(it -> it.getValue().path("properties"))
        .anyMatch(
            it ->
                it.path("principalId").equals(wanted.path("principalId"))
                    && it.path("roleDefinitionId")
                        .asText()
                        .endsWith(AzureStandIn.last(wanted.path("roleDefinitionId").asText())));
  }

  private ResponseDefinitionBuilder kudu(String method, String app, String path, Request request) {
    if (method.equals("GET")) {
      ObjectNode deployment = site(app).deployment(AzureStandIn.last(path));
      return deployment == null ? fault(404, "NotFound", "no deployment") : json(200, deployment);
    }
    ObjectNode site =
        resources.values().stream()
            .filter(it -> it.path("name").asText().equals(app))
            .filter(it -> it.path("properties").has("functionAppConfig"))
            .findFirst()
            .orElseThrow();
    JsonNode storage =
        site.path("properties").path("functionAppConfig").path("deployment").path("storage");
    String container = AzureStandIn.last(storage.path("value").asText());
    String identity =
        storage.path("authentication").path("userAssignedIdentityResourceId").asText();
    String missing =
        resources.keySet().stream().noneMatch(it -> it.endsWith("/containers/" + container))
            ? "404 (The specified container does not exist.)"
            : mayWrite(identity) ? "" : "403 (This request is not authorized to perform this.)";
    return missing.isEmpty()
        ? site(app).publish(request.getBody(), looks)
        : aResponse()
            .withStatus(400)
            .withBody("BlobUploadFailedException: Failed to upload blob. Status: " + missing);
  }

  private boolean mayWrite(String identity) {
    return resources.entrySet().stream()
        .filter(it -> it.getKey().contains("/storageaccounts/"))
        .filter(it -> it.getKey().contains(ROLES + "/"))
        .map(it -> it.getValue().path("properties"))
        .anyMatch(
            it ->
                it.path("principalId").asText().equals(principal(identity))
                    && it.path("roleDefinitionId").asText().endsWith(BLOB_DATA_OWNER));
  }

  private static String principal(String identity) {
    return new UUID(1, identity.toLowerCase(Locale.ROOT).hashCode()).toString();
  }

  private static ObjectNode error(String code, String message) {
    ObjectNode error = JSON.createObjectNode();
    error.putObject("error").put("code", code).put("message", message);
    return error;
  }

  private static ResponseDefinitionBuilder fault(int status, String code, String message) {
    return json(status, error(code, message));
  }

  private static ResponseDefinitionBuilder json(int status, JsonNode body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withBody(body.toString());
  }

  private static ObjectNode object(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
