package dev.wayfare.pricing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A book's document with prices replaced by what was read just now. */
final class BookRevision {
  private final ObjectNode head;
  private final SortedMap<PriceKey, ObjectNode> rates;
  private final SortedMap<PriceKey, ObjectNode> gaps;

  BookRevision(BookDocument document) {
    this.head = document.head().deepCopy();
    this.rates = new TreeMap<>(document.rates());
    this.gaps = new TreeMap<>(document.gaps());
  }

  /**
   * Puts a reading in the place of the price that the document has.
   *
   * <p>The month's allowance stays, since price lists hold it elsewhere or not at all; a first tier
   * at zero takes its place. A region that is new takes the allowance of the plan's other regions:
   * the providers give it per account, subscription or billing account and not per region.
   */
  void replace(Reading reading) {
    PriceKey key = reading.key();
    Provenance provenance = reading.provenance();
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("unit", key.meter().unit());
    ArrayNode tiers = entry.putArray("tiers");
    reading.tiers().forEach(tier -> tiers.add(tier(tier)));
    JsonNode free = free(reading.tiers().getFirst(), free(key));
    if (free != null) {
      entry.set("free", free);
    }
    entry.put("confidence", provenance.confidence().name().toLowerCase(Locale.ROOT));
    entry.put("date", provenance.date().toString());
    entry.put("fetchedAt", provenance.fetchedAt().toString());
    provenance.effectiveFrom().ifPresent(day -> entry.put("effectiveFrom", day.toString()));
    ArrayNode sources = entry.putArray("sources");
    provenance.sources().forEach(source -> sources.add(register(source)));
    rates.put(key, BookDocument.narrow(entry, key));
    gaps.remove(key);
  }

  /** The allowance of the price at {@code key}, or of the same meter in another region. */
  private @Nullable JsonNode free(PriceKey key) {
    ObjectNode known = rates.get(key);
    if (known != null) {
      return known.get("free");
    }
    return rates.entrySet().stream()
        .filter(rate -> isSibling(rate.getKey(), key))
        .findFirst()
        .map(rate -> rate.getValue().get("free"))
        .orElse(null);
  }

  private static boolean isSibling(PriceKey one, PriceKey other) {
    return one.provider() == other.provider()
        && one.plan().equals(other.plan())
        && one.meter() == other.meter();
  }

  private static @Nullable JsonNode free(Tier first, @Nullable JsonNode known) {
    if (first.priceUsd().signum() != 0) {
      boolean wasTier = known != null && known.path("given").asText().equals("as-first-tier");
      return wasTier ? null : known;
    }
    return first.to().map(end -> asFirstTier(end, known)).orElse(null);
  }

  /** Who shares the allowance stays as it is known. */
  private static JsonNode asFirstTier(BigDecimal end, @Nullable JsonNode known) {
    ObjectNode free =
        known instanceof ObjectNode node ? node.deepCopy() : JsonNodeFactory.instance.objectNode();
    free.remove("valuedAtUsd");
    return free.put("given", "as-first-tier").put("amount", plain(end));
  }

  private static ObjectNode tier(Tier tier) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("from", plain(tier.from()));
    tier.to().ifPresent(end -> node.put("to", plain(end)));
    return node.put("usd", plain(tier.priceUsd()));
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** Enters a source under its address, or else its title, and returns that. */
  private String register(Provenance.Source source) {
    String id = source.address().orElse(source.title());
    ObjectNode node = sources().putObject(id);
    node.put("title", source.title());
    source.address().ifPresent(url -> node.put("url", url));
    node.put("date", source.date()).put("live", source.live());
    source.version().ifPresent(version -> node.put("validator", version));
    return id;
  }

  /** Notes that the live source at {@code url} still says at {@code at} what it said before. */
  void confirm(String url, Instant at) {
    rates.replaceAll(
        (key, entry) ->
            has(entry.get("sources"), url)
                ? entry.deepCopy().put("fetchedAt", at.toString())
                : entry);
  }

  private static boolean has(JsonNode texts, String text) {
    for (JsonNode each : texts) {
      if (each.textValue().equals(text)) {
        return true;
      }
    }
    return false;
  }

  /** The document as of the later of its own day and that of {@code at}. */
  BookDocument document(Instant at) {
    LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
    if (day.isAfter(LocalDate.parse(head.get("asOf").textValue()))) {
      head.put("asOf", day.toString());
    }
    sources().retain(usedSources());
    return new BookDocument(head, rates, gaps);
  }

  private ObjectNode sources() {
    return (ObjectNode) head.get("sources");
  }

  private Set<String> usedSources() {
    Set<String> used = new HashSet<>();
    head.get("plans").forEach(plan -> plan.get("sources").forEach(id -> used.add(id.textValue())));
    rates.values().forEach(rate -> rate.get("sources").forEach(id -> used.add(id.textValue())));
    return used;
  }
}
