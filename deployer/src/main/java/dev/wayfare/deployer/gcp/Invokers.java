package dev.wayfare.deployer.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.deployer.CloudException;

/**
 * Who holds a role on a thing of Google's. Other members, roles and conditions of its policy are
 * left as they are, and the policy's {@code etag} keeps a change of somebody else's from being
 * lost.
 *
 * @param api that has the policy
 * @param resource its path
 * @see <a href="https://cloud.google.com/iam/docs/reference/rest/v1/Policy">Policy</a>
 */
record Invokers(Rest rest, String api, Reading reading, String resource) {
  static final String ROLE = "roles/run.invoker";
  static final String EVERYBODY = "allUsers";

  /** How an API gives a policy. */
  enum Reading {
    /** Cloud Run: by GET. */
    GET,
    /** Resource Manager: by POST. */
    POST
  }

  /**
   * Of a Cloud Run service.
   *
   * @param service {@code projects/P/locations/R/services/S}
   */
  static Invokers ofService(Rest rest, String service) {
    return new Invokers(rest, "run", Reading.GET, "/v2/" + service);
  }

  /** Of all services of a project. */
  static Invokers ofProject(Rest rest, String project) {
    return new Invokers(rest, "cloudresourcemanager", Reading.POST, "/v1/projects/" + project);
  }

  boolean has(String member) {
    return has(policy(), member);
  }

  /**
   * Lets {@code member} in or keeps it out; sends nothing where that is so already.
   *
   * @param change is run before anything is sent
   */
  void set(String member, boolean wanted, Runnable change) {
    ObjectNode policy = policy();
    if (has(policy, member) == wanted) {
      return;
    }
    change.run();
    if (wanted) {
      members(policy).add(member);
    } else if (policy.path("bindings") instanceof ArrayNode bindings) {
      bindings.forEach(binding -> remove(binding, member));
      bindings.removeIf(binding -> binding.path("members").isEmpty());
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("policy", policy);
    rest.post(api, resource + ":setIamPolicy", body);
  }

  /** Of the role, under no condition. */
  private static ArrayNode members(ObjectNode policy) {
    for (JsonNode binding : policy.path("bindings")) {
      if (isOf(binding)
          && !binding.has("condition")
          && binding.path("members") instanceof ArrayNode members) {
        return members;
      }
    }
    return policy.withArray("bindings").addObject().put("role", ROLE).putArray("members");
  }

  private static boolean has(JsonNode policy, String member) {
    for (JsonNode binding : policy.path("bindings")) {
      for (JsonNode each : binding.path("members")) {
        if (isOf(binding) && each.asText().equals(member)) {
          return true;
        }
      }
    }
    return false;
  }

  private static void remove(JsonNode binding, String member) {
    if (isOf(binding) && binding.path("members") instanceof ArrayNode members) {
      members.removeIf(each -> each.asText().equals(member));
    }
  }

  private static boolean isOf(JsonNode binding) {
    return binding.path("role").asText().equals(ROLE);
  }

  private ObjectNode policy() {
    JsonNode policy =
        switch (reading) {
          case GET -> rest.get(api, resource + ":getIamPolicy?options.requestedPolicyVersion=3");
          case POST -> {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.putObject("options").put("requestedPolicyVersion", 3);
            yield rest.post(api, resource + ":getIamPolicy", body);
          }
        };
    if (policy instanceof ObjectNode object && object.hasNonNull("etag")) {
      return object;
    }
    // Written back, it would take all that others may from them.
    throw new CloudException(
        CloudException.Cause.UNREACHABLE,
        "what came in place of the policy of %s is none; see whether a proxy answers for Google, and run the same again"
            .formatted(resource),
        null,
        null);
  }
}
