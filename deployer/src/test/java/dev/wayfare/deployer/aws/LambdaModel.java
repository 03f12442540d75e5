package dev.wayfare.deployer.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One function as Lambda keeps it: {@code $LATEST}, published versions, aliases, URLs, permissions.
 */
final class LambdaModel {
  private static final JsonMapper JSON = new JsonMapper();
  static final String LATEST = "$LATEST";

  final Map<String, String> tags = new HashMap<>();
  final SortedMap<String, Version> versions = new TreeMap<>();
  final Map<String, String> aliases = new TreeMap<>();
  final Map<String, String> urls = new TreeMap<>();
  final Map<String, List<ObjectNode>> policies = new HashMap<>();
  private final String name;
  private int published;

  /** A version: its configuration as the API tells it, and its package. */
  static final class Version {
    final ObjectNode configuration;
    byte[] code;

    /** So often it is told to be pending, or being updated, before it is what it shall be. */
    int pendingLooks;

    Version(ObjectNode configuration, byte[] code, int pendingLooks) {
      this.configuration = configuration;
      this.code = code;
      this.pendingLooks = pendingLooks;
    }
  }

  LambdaModel(String name, ObjectNode create, byte[] code, int pendingLooks) {
    this.name = name;
    ObjectNode configuration = JSON.createObjectNode();
    configuration.put("FunctionName", name);
    configuration.put("FunctionArn", arn());
    configuration.put("Version", LATEST);
    configuration.put("PackageType", "Zip");
    var latest = new Version(configuration, code, pendingLooks);
    versions.put(LATEST, latest);
    configure(create);
    latest.configuration.set("Architectures", create.get("Architectures"));
    code(code, create.get("Architectures"));
    latest.configuration.put("State", "Active");
    create.path("Tags").properties().forEach(it -> tags.put(it.getKey(), it.getValue().asText()));
    latest.pendingLooks = pendingLooks;
  }

  private String arn() {
    return "arn:aws:lambda:eu-west-1:123456789012:function:" + name;
  }

  Version latest() {
    return version(LATEST);
  }

  void configure(JsonNode request) {
    ObjectNode configuration = latest().configuration;
    for (String key : List.of("Runtime", "Role", "Handler", "Timeout", "MemorySize")) {
      configuration.set(key, request.get(key));
    }
    configuration.set("EphemeralStorage", request.get("EphemeralStorage"));
    configuration.set("Environment", request.get("Environment"));
    ObjectNode snapStart = configuration.putObject("SnapStart");
    snapStart.put("ApplyOn", request.path("SnapStart").path("ApplyOn").asText("None"));
    configuration.put("LastUpdateStatus", "Successful");
  }

  void code(byte[] code, JsonNode architectures) {
    Version latest = latest();
    latest.code = code;
    latest.configuration.put("CodeSize", code.length);
    latest.configuration.put("CodeSha256", sha256(code));
    latest.configuration.set("Architectures", architectures);
    latest.configuration.put("LastUpdateStatus", "Successful");
  }

  /** Publishing what was published last gives that again, as Lambda does. */
  Version publish(String description, int pendingLooks) {
    Version last = versions.get(Integer.toString(published));
    if (last != null && isSame(last.configuration, latest().configuration)) {
      return last;
    }
    published++;
    ObjectNode configuration = latest().configuration.deepCopy();
    configuration.put("Version", Integer.toString(published));
    configuration.put("FunctionArn", arn() + ":" + published);
    configuration.put("Description", description);
    var version = new Version(configuration, latest().code, pendingLooks);
    versions.put(Integer.toString(published), version);
    return version;
  }

  private static boolean isSame(ObjectNode one, ObjectNode other) {
    return List.of("CodeSha256", "Environment", "MemorySize", "Timeout", "Role", "Architectures")
        .stream()
        .allMatch(key -> one.get(key).equals(other.get(key)));
  }

  /** The version of a number or an alias; null where there is none. */
  @Nullable Version at(String qualifier) {
    return versions.get(aliases.getOrDefault(qualifier, qualifier));
  }

  /** The version of a number or an alias, which must be there. */
  Version version(String qualifier) {
    return Objects.requireNonNull(at(qualifier), qualifier);
  }

  /** As a look at it is answered, which brings what is under way a step further. */
  ObjectNode told(Version version) {
    ObjectNode told = version.configuration.deepCopy();
    if (version.pendingLooks > 0) {
      version.pendingLooks--;
      if (version == latest() && published > 0) {
        told.put("LastUpdateStatus", "InProgress");
      } else {
        told.put("State", "Pending");
      }
    }
    return told;
  }

  ObjectNode versions() {
    ObjectNode list = JSON.createObjectNode();
    versions.values().forEach(it -> list.withArray("Versions").add(it.configuration));
    return list;
  }

  ObjectNode aliases() {
    ObjectNode list = JSON.createObjectNode();
    aliases.forEach(
        (name, version) ->
            list.withArray("Aliases")
                .addObject()
                .put("Name", name)
                .put("FunctionVersion", version));
    return list;
  }

  String policy(String qualifier) {
    ObjectNode policy = JSON.createObjectNode();
    policy.put("Version", "2012-10-17");
    ArrayNode statements = policy.putArray("Statement");
    policies.getOrDefault(qualifier, new ArrayList<>()).forEach(statements::add);
    return policy.toString();
  }

  private static String sha256(byte[] content) {
    try {
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
