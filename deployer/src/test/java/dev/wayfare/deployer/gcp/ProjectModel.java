package dev.wayfare.deployer.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A project with its APIs, accounts, policy and logs. */
final class ProjectModel {
  private static final Pattern FILTER =
      Pattern.compile(
          "resource\\.type=\"cloud_run_revision\" AND resource\\.labels\\.service_name=\"(.+?)\""
              + " AND resource\\.labels\\.location=\"(.+?)\" AND \\(.+\\) AND"
              + " timestamp>=\"(.+?)\"");

  private final Set<String> disabled = new TreeSet<>();
  private final Set<String> accounts = new TreeSet<>();
  private final List<ObjectNode> entries = new ArrayList<>();
  private ObjectNode policy = JsonNodeFactory.instance.objectNode().put("etag", "p0");

  Set<String> disabled() {
    return disabled;
  }

  Set<String> accounts() {
    return accounts;
  }

  ObjectNode policy() {
    return policy;
  }

  /** Of a service in europe-west1; the lines come in the order of their time. */
  ObjectNode log(String service, String timestamp) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode().put("timestamp", timestamp);
    entry.put("of", service);
    entries.addFirst(entry);
    return entry;
  }

  Answer answer(Request request, String method, String path) {
    String account = path.replace("/v1/projects/acme-1/serviceAccounts/", "");
    return switch (method + " " + path.replace("/projects/acme-1", "")) {
      case "GET /v1/services:batchGet" -> services(request);
      case "POST /v1/services:batchEnable" -> enable(request);
      case "GET /v1/operations/acf.1" -> {
        disabled.clear();
        yield operation().done();
      }
      case "POST /v1/serviceAccounts" -> {
        JsonNode body = Answer.tree(request.getBodyAsString());
        accounts.add(body.path("accountId").asText() + "@acme-1.iam.gserviceaccount.com");
        yield Answer.of(body);
      }
      case "POST /v1:getIamPolicy" -> Answer.of(policy);
      case "POST /v1:setIamPolicy" -> {
        policy = (ObjectNode) Answer.tree(request.getBodyAsString()).path("policy");
        yield Answer.of(policy);
      }
      case "POST /v2/entries:list" -> list(Answer.tree(request.getBodyAsString()));
      default ->
          accounts.contains(account)
              ? Answer.of(JsonNodeFactory.instance.objectNode().put("email", account))
              : Answer.error(404, "NOT_FOUND", "Unknown service account " + account);
    };
  }

  private Answer services(Request request) {
    ArrayNode services = JsonNodeFactory.instance.arrayNode();
    for (String name : request.queryParameter("names").values()) {
      String api = name.substring(name.lastIndexOf('/') + 1);
      services
          .addObject()
          .put("name", "projects/42/services/" + api)
          .put("state", disabled.contains(api) ? "DISABLED" : "ENABLED");
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("services", services);
    return Answer.of(body);
  }

  private Answer enable(Request request) {
    JsonNode ids = Answer.tree(request.getBodyAsString()).path("serviceIds");
    return ids.isEmpty()
        ? Answer.error(400, "INVALID_ARGUMENT", "no services")
        : Answer.of(operation().json());
  }

  private record Begun(ObjectNode json) {
    Answer done() {
      return Answer.of(json.put("done", true));
    }
  }

  private static Begun operation() {
    return new Begun(JsonNodeFactory.instance.objectNode().put("name", "operations/acf.1"));
  }

  private Answer list(JsonNode query) {
    Matcher filter = FILTER.matcher(query.path("filter").asText());
    if (!filter.matches() || !query.path("orderBy").asText().equals("timestamp desc")) {
      return Answer.error(400, "INVALID_ARGUMENT", "Unparseable filter");
    }
    List<ObjectNode> found =
        entries.stream()
            .filter(it -> it.path("of").asText().equals(filter.group(1)))
            .filter(it -> it.path("timestamp").asText().compareTo(filter.group(3)) >= 0)
            .toList();
    int from = query.path("pageToken").asInt(0);
    int to = Math.min(found.size(), from + query.path("pageSize").asInt());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("entries").addAll(found.subList(from, to));
    if (to < found.size()) {
      body.put("nextPageToken", String.valueOf(to));
    }
    return Answer.of(body);
  }
}
