package dev.wayfare.router.observe;

import dev.wayfare.router.config.TracingSettings;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The standard variables that say where traces go. No class of OpenTelemetry is needed to read
 * them.
 *
 * @param environment of the process
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/">SDK
 *     environment variables</a>
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">OTLP exporter</a>
 */
public record TracingVariables(Map<String, String> environment) {
  private static final String EXPORTER = "OTEL_TRACES_EXPORTER";
  private static final String PROTOCOL = "http/protobuf";
  private static final String DEFAULT_ENDPOINT = "http://localhost:4318/v1/traces";

  public TracingVariables {
    environment = Map.copyOf(environment);
  }

  /**
   * The settings in force: those of the file, else those of the variables.
   *
   * @param file the file's, or null where it has none
   * @return empty where requests are not traced
   * @throws IllegalArgumentException where a variable says what the router cannot do; the message
   *     is a sentence
   */
  public Optional<TracingSettings> settings(@Nullable TracingSettings file) {
    if ("true".equalsIgnoreCase(environment.get("OTEL_SDK_DISABLED"))) {
      return Optional.empty();
    }
    return file != null ? Optional.of(file) : ofVariables();
  }

  private Optional<TracingSettings> ofVariables() {
    String exporter = value(EXPORTER).orElse("");
    Optional<URI> endpoint = endpoint();
    if (exporter.equals("none") || (exporter.isEmpty() && endpoint.isEmpty())) {
      return Optional.empty();
    }
    if (!exporter.isEmpty() && !exporter.equals("otlp")) {
      throw wrong(EXPORTER, exporter, "otlp or none");
    }
    String protocol =
        value("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL")
            .or(() -> value("OTEL_EXPORTER_OTLP_PROTOCOL"))
            .orElse(PROTOCOL);
    if (!protocol.equals(PROTOCOL)) {
      throw wrong("OTEL_EXPORTER_OTLP_PROTOCOL", protocol, PROTOCOL);
    }
    URI place = endpoint.orElseGet(() -> URI.create(DEFAULT_ENDPOINT));
    return Optional.of(new TracingSettings(place, share()));
  }

  private Optional<URI> endpoint() {
    return value("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
        .map(it -> address("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", it))
        .or(
            () ->
                value("OTEL_EXPORTER_OTLP_ENDPOINT")
                    .map(it -> address("OTEL_EXPORTER_OTLP_ENDPOINT", it))
                    .map(TracingSettings::below));
  }

  private static URI address(String variable, String value) {
    String rule = "an address such as http://localhost:4318";
    try {
      URI uri = URI.create(value);
      if (uri.getHost() != null
          && Set.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(wrong(variable, value, rule).getMessage(), e);
    }
    throw wrong(variable, value, rule);
  }

  private double share() {
    String sampler = value("OTEL_TRACES_SAMPLER").orElse("parentbased_always_on");
    return switch (sampler) {
      case "parentbased_always_on" -> 1;
      case "parentbased_always_off" -> 0;
      case "parentbased_traceidratio" -> ratio(value("OTEL_TRACES_SAMPLER_ARG").orElse("1"));
      default ->
          throw wrong(
              "OTEL_TRACES_SAMPLER",
              sampler,
              "parentbased_always_on, parentbased_always_off or parentbased_traceidratio");
    };
  }

  private static double ratio(String text) {
    try {
      double ratio = Double.parseDouble(text);
      if (ratio >= 0 && ratio <= 1) {
        return ratio;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          wrong("OTEL_TRACES_SAMPLER_ARG", text, "a number from 0 to 1").getMessage(), e);
    }
    throw wrong("OTEL_TRACES_SAMPLER_ARG", text, "a number from 0 to 1");
  }

  /** Fields of each request to the collector, such as a key of the service. */
  Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>(pairs("OTEL_EXPORTER_OTLP_HEADERS"));
    headers.putAll(pairs("OTEL_EXPORTER_OTLP_TRACES_HEADERS"));
    return headers;
  }

  /** What is said of this process, its name included. */
  Map<String, String> resource() {
    Map<String, String> attributes = new LinkedHashMap<>(pairs("OTEL_RESOURCE_ATTRIBUTES"));
    attributes.putIfAbsent("service.name", "wayfare");
    value("OTEL_SERVICE_NAME").ifPresent(name -> attributes.put("service.name", name));
    return attributes;
  }

  /** Pairs such as {@code a=b,c=d}, whose values are percent-encoded. */
  private Map<String, String> pairs(String variable) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : value(variable).orElse("").split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String encoded = pair.substring(equals + 1).strip().replace("+", "%2B");
        pairs.put(
            pair.substring(0, equals).strip(), URLDecoder.decode(encoded, StandardCharsets.UTF_8));
      }
    }
    return pairs;
  }

  /** An empty one is as good as none. */
  private Optional<String> value(String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(it -> !it.isEmpty());
  }

  private static IllegalArgumentException wrong(String variable, String value, String rule) {
    return new IllegalArgumentException(
        "the environment variable %s must be %s, not \"%s\"".formatted(variable, rule, value));
  }
}
