package dev.wayfare.local.azure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A function behind an HTTP trigger, as its {@code function.json} describes it.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger">
 *     HTTP trigger</a>
 * @param name the name of its folder
 * @param scriptFile the jar with its class, relative to that folder
 * @param className its class
 * @param methodName its method
 * @param pathPrefix what every path it serves starts with, such as "/" or "/api/"
 * @param methods what it answers to, in upper case; empty for all
 */
record HttpFunction(
    String name,
    String scriptFile,
    String className,
    String methodName,
    String pathPrefix,
    Set<String> methods) {

  HttpFunction {
    methods = Set.copyOf(methods);
  }

  /**
   * Reads a {@code function.json}.
   *
   * @throws InvalidAppException if it holds something that is not understood
   */
  static HttpFunction of(String name, String routePrefix, JsonNode json) {
    String entryPoint = json.path("entryPoint").asText();
    int dot = entryPoint.lastIndexOf('.');
    if (dot < 1) {
      throw invalid(name, "has no entryPoint of the form package.Class.method");
    }
    JsonNode trigger = trigger(name, json.path("bindings"));
    return new HttpFunction(
        name,
        json.path("scriptFile").asText(),
        entryPoint.substring(0, dot),
        entryPoint.substring(dot + 1),
        pathPrefix(name, routePrefix, trigger.path("route").asText(name)),
        methods(trigger));
  }

  /** Whether it answers that request; the host says 404 to one that no function answers. */
  boolean answers(String method, String path) {
    return path.startsWith(pathPrefix) && (methods.isEmpty() || methods.contains(method));
  }

  private static JsonNode trigger(String name, JsonNode bindings) {
    List<JsonNode> triggers = new ArrayList<>();
    for (JsonNode binding : bindings) {
      String kind = binding.path("type").asText() + " " + binding.path("direction").asText();
      switch (kind.toLowerCase(Locale.ROOT)) {
        case "httptrigger in" -> triggers.add(binding);
        case "http out" -> requireReturned(name, binding);
        default -> throw invalid(name, "has a binding that is not emulated: " + kind);
      }
    }
    if (triggers.size() != 1) {
      throw invalid(name, "must have one httpTrigger, but has " + triggers.size());
    }
    JsonNode trigger = triggers.getFirst();
    if (!trigger.path("authLevel").asText("function").equalsIgnoreCase("anonymous")) {
      throw invalid(name, "asks for a key (authLevel), which is not emulated");
    }
    return trigger;
  }

  private static void requireReturned(String name, JsonNode binding) {
    if (!binding.path("name").asText().equals("$return")) {
      throw invalid(name, "has an http binding that is not its return value");
    }
  }

  /** Of the route templates only the one that takes every path below its start is understood. */
  private static String pathPrefix(String name, String routePrefix, String route) {
    int wildcard = route.indexOf("{*");
    boolean catchesAll =
        wildcard >= 0 && route.indexOf('}') == route.length() - 1 && route.indexOf('{') == wildcard;
    if (!catchesAll) {
      throw invalid(name, "has the route \"" + route + "\"; only {*path} at its end is emulated");
    }
    String start = route.substring(0, wildcard);
    return (routePrefix.isEmpty() ? "/" : "/" + routePrefix + "/") + start;
  }

  private static Set<String> methods(JsonNode trigger) {
    var methods = new TreeSet<String>();
    trigger.path("methods").forEach(each -> methods.add(each.asText().toUpperCase(Locale.ROOT)));
    return methods;
  }

  private static InvalidAppException invalid(String name, String what) {
    return new InvalidAppException("the function " + name + " " + what);
  }
}
