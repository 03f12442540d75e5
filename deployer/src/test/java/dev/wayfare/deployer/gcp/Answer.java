package dev.wayfare.deployer.gcp;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** An answer of the stand-in's. */
public record Answer(int status, Map<String, String> fields, String body) {
  /** The id that each error has. */
  static final String REQUEST_ID = "5f1c2a";

  private static final String TYPE = "type.googleapis.com/google.rpc.";
  private static final JsonMapper JSON = new JsonMapper();

  static Answer of(JsonNode body) {
    return new Answer(200, Map.of("Content-Type", "application/json"), body.toString());
  }

  /** An error as AIP-193 has it. */
  public static Answer error(int status, String code, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode error = body.putObject("error");
    error.put("code", status).put("message", message).put("status", code);
    error
        .putArray("details")
        .addObject()
        .put("@type", TYPE + "RequestInfo")
        .put("requestId", REQUEST_ID);
    return new Answer(status, Map.of("Content-Type", "application/json"), body.toString());
  }

  /** The same with a reason and its metadata. */
  public Answer because(String reason, Map<String, String> metadata) {
    ObjectNode tree = (ObjectNode) tree(body);
    ObjectNode info =
        ((ArrayNode) tree.at("/error/details"))
            .addObject()
            .put("@type", TYPE + "ErrorInfo")
            .put("reason", reason)
            .put("domain", "googleapis.com");
    ObjectNode of = info.putObject("metadata");
    metadata.forEach(of::put);
    return new Answer(status, fields, tree.toString());
  }

  /** The same with a constraint that it violates. */
  Answer violating(String constraint) {
    ObjectNode tree = (ObjectNode) tree(body);
    ((ArrayNode) tree.at("/error/details"))
        .addObject()
        .put("@type", TYPE + "PreconditionFailure")
        .putArray("violations")
        .addObject()
        .put("type", constraint);
    return new Answer(status, fields, tree.toString());
  }

  /** The same with a field. */
  public Answer with(String name, String value) {
    var more = new TreeMap<>(fields);
    more.put(name, value);
    return new Answer(status, more, body);
  }

  ResponseDefinition definition() {
    ResponseDefinitionBuilder answer = aResponse().withStatus(status).withBody(body);
    fields.forEach(answer::withHeader);
    return answer.build();
  }

  static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
