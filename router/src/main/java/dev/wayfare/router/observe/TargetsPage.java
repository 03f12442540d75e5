package dev.wayfare.router.observe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.wayfare.pricing.Confidence;
import dev.wayfare.pricing.Sku;
import dev.wayfare.router.config.TargetDeployment;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.dispatch.CanaryWatch;
import dev.wayfare.router.dispatch.Routes;
import dev.wayfare.router.dispatch.Target;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Every target as JSON: {@code {"targets":[…]}}, in the order of the file. */
final class TargetsPage {
  private static final JsonFactory JSON = new JsonFactory();
  private static final double NANOS_PER_MILLI = 1e6;

  private final Routes routes;
  private final LongSupplier nanoTicker;

  TargetsPage(Routes routes, LongSupplier nanoTicker) {
    this.routes = routes;
    this.nanoTicker = nanoTicker;
  }

  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("targets");
      for (Target target : routes.targets()) {
        write(json, target);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void write(JsonGenerator json, Target target) throws IOException {
    Sku sku = target.config().sku();
    json.writeStartObject();
    json.writeStringField("id", target.id());
    json.writeStringField("function", target.function());
    json.writeStringField("provider", sku.provider().id());
    json.writeStringField("region", sku.region());
    json.writeStringField("plan", sku.plan());
    json.writeStringField("endpoint", target.address().toString());
    writeDeployment(json, target);
    writeQuote(json, target);
    Optional<Confidence> confidence = target.tariff().terms().confidence();
    if (confidence.isPresent()) {
      json.writeStringField("confidence", confidence.get().name().toLowerCase(Locale.ROOT));
    }
    json.writeNumberField("latencyMillis", (double) target.latency().toNanos() / NANOS_PER_MILLI);
    json.writeStringField("breaker", target.health().breaker());
    json.writeNumberField("requests", target.requests());
    json.writeNumberField("failures", target.failures());
    json.writeNumberField("inFlight", target.inFlight());
    json.writeStringField("billedTime", target.metered() ? "metered" : "observed");
    json.writeFieldName("monthToDateUsdEstimate");
    if (target.tariff().monthToDateUsd().isPresent()) {
      json.writeString(target.tariff().monthToDateUsd().get().toPlainString());
    } else {
      json.writeNull();
    }
    json.writeEndObject();
  }

  private static void writeDeployment(JsonGenerator json, Target target) throws IOException {
    writeVersion(json, target);
    CanaryWatch watch = target.watch();
    if (watch != null) {
      write(json, watch);
    }
  }

  private static void writeVersion(JsonGenerator json, Target target) throws IOException {
    TargetDeployment deployment = target.config().deployment();
    if (deployment != null && deployment.slot() != null) {
      json.writeStringField("slot", deployment.slot().id());
      json.writeStringField("release", deployment.release());
    }
  }

  private static void write(JsonGenerator json, CanaryWatch watch) throws IOException {
    json.writeObjectFieldStart("canary");
    writeVersion(json, watch.canary());
    json.writeNumberField("share", watch.share());
    json.writeNumberField("requests", watch.requests());
    json.writeNumberField("errors", watch.errors());
    json.writeNumberField("servingRequests", watch.servingRequests());
    json.writeNumberField("servingErrors", watch.servingErrors());
    json.writeBooleanField("withdrawn", watch.withdrawal().isPresent());
    if (watch.withdrawal().isPresent()) {
      json.writeStringField("withdrawnReason", watch.withdrawal().get());
    }
    json.writeEndObject();
  }

  private void writeQuote(JsonGenerator json, Target target) throws IOException {
    switch (target.fare(nanoTicker.getAsLong())) {
      case Fare.Known fare -> json.writeStringField("quoteUsd", fare.usd().toPlainString());
      case Fare.Unknown(var reason) -> {
        json.writeNullField("quoteUsd");
        json.writeStringField("unpricedReason", reason);
      }
    }
  }
}
