package dev.wayfare.local.azure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A function of an app, as its {@code function.json} describes it.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger">
 *     HTTP trigger</a>
 * @param name the name of its folder
 * @param scriptFile the jar with its class, relative to that folder
 * @param className its class
 * @param methodName its method
 * @param trigger what runs it
 */
record AppFunction(
    String name, String scriptFile, String className, String methodName, Trigger trigger) {

  /**
   * Reads a {@code function.json}.
   *
   * @param bundled whether {@code host.json} brings the triggers along that the host has not itself
   * @throws InvalidAppException if it holds something that is not understood
   */
  static AppFunction of(String name, String routePrefix, boolean bundled, JsonNode json) {
    String entryPoint = json.path("entryPoint").asText();
    int dot = entryPoint.lastIndexOf('.');
    if (dot < 1) {
      throw invalid(name, "has no entryPoint of the form package.Class.method");
    }
    Trigger trigger = trigger(name, routePrefix, json.path("bindings"));
    if (!bundled && !(trigger instanceof Trigger.Http || trigger instanceof Trigger.Timer)) {
      throw invalid(name, "needs an extensionBundle in host.json for its trigger");
    }
    return new AppFunction(
        name,
        json.path("scriptFile").asText(),
        entryPoint.substring(0, dot),
        entryPoint.substring(dot + 1),
        trigger);
  }

  private static Trigger trigger(String function, String routePrefix, JsonNode bindings) {
    List<Trigger> triggers = new ArrayList<>();
    for (JsonNode binding : bindings) {
      String kind = binding.path("type").asText() + " " + binding.path("direction").asText();
      String name = binding.path("name").asText();
      switch (kind.toLowerCase(Locale.ROOT)) {
        case "httptrigger in" -> triggers.add(http(function, routePrefix, binding));
        case "queuetrigger in" ->
            triggers.add(new Trigger.Queue(name, binding.path("queueName").asText()));
        case "blobtrigger in" -> triggers.add(new Trigger.Blob(name));
        case "timertrigger in" -> triggers.add(new Trigger.Timer(name));
        case "eventgridtrigger in" -> triggers.add(new Trigger.EventGrid(name));
        case "http out" -> requireReturned(function, binding);
        default -> throw invalid(function, "has a binding that is not emulated: " + kind);
      }
    }
    if (triggers.size() != 1) {
      throw invalid(function, "must have one trigger, but has " + triggers.size());
    }
    return triggers.getFirst();
  }

  private static Trigger http(String function, String routePrefix, JsonNode binding) {
    if (!binding.path("authLevel").asText("function").equalsIgnoreCase("anonymous")) {
      throw invalid(function, "asks for a key (authLevel), which is not emulated");
    }
    return new Trigger.Http(
        binding.path("name").asText(),
        pathPrefix(function, routePrefix, binding.path("route").asText(function)),
        methods(binding));
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
