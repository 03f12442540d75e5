package dev.wayfare.pricing;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data file, whose shape {@code prices.json} beside this class shows.
 *
 * <p>Everything is checked, so that a book which exists can be quoted from: keys, units, bounds,
 * sources, and that each plan has a price for each of its meters somewhere.
 */
final class PriceBookReader {
  private static final int FORMAT = 1;
  private static final int MOST_BYTES = 16 * 1024 * 1024;
  private static final List<String> ARCHITECTURES = List.of(Sku.X86_64, Sku.ARM64);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Entry root;
  private final LocalDate asOf;
  private final RateReader rateReader;
  private final Map<PriceBook.PlanKey, Plan> plans = new HashMap<>();
  private final Map<PriceKey, Rate> rates = new HashMap<>();
  private final Map<PriceKey, String> gaps = new HashMap<>();
  private final Map<PriceKey, ObjectNode> rateEntries = new HashMap<>();
  private final Map<PriceKey, ObjectNode> gapEntries = new HashMap<>();

  private PriceBookReader(Entry root) {
    this.root =
        root.holdsOnly(
            "format", "asOf", "currency", "sources", "plans", "rates", "gaps", BookDocument.HASH);
    if (root.integer("format") != FORMAT) {
      throw root.refusal("format must be " + FORMAT + ", the one that this version reads");
    }
    if (!root.text("currency").equals("USD")) {
      throw root.refusal("currency must be USD, not " + root.text("currency"));
    }
    this.asOf = root.date("asOf");
    this.rateReader = new RateReader(root.entry("sources"), asOf);
  }

  static PriceBook read(InputStream in, String name) {
    return new PriceBookReader(new Entry(name, "", tree(in, name))).book();
  }

  private static JsonNode tree(InputStream in, String name) {
    try {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new InvalidPriceBookException(
            name + ": is larger than " + MOST_BYTES + " bytes, so it is not a price book");
      }
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new InvalidPriceBookException(
          name + place(e.getLocation()) + ": is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new InvalidPriceBookException(name + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static String place(@Nullable JsonLocation at) {
    return at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  private PriceBook book() {
    root.entries("plans").forEach(this::readPlan);
    root.entries("rates").forEach(this::readRate);
    if (root.has("gaps")) {
      root.entries("gaps").forEach(this::readGap);
    }
    checkComplete();
    BookDocument document = BookDocument.of((ObjectNode) root.node(), rateEntries, gapEntries);
    String sha256 = document.sha256();
    checkHash(sha256);
    return new PriceBook(asOf, plans, rates, gaps, document, sha256);
  }

  /** A file that states its hash must have it: one that was written by hand need not. */
  private void checkHash(String sha256) {
    if (root.has(BookDocument.HASH) && !root.text(BookDocument.HASH).equals(sha256)) {
      throw root.refusal(
          BookDocument.HASH + " does not fit the content: the file was changed or is damaged");
    }
  }

  private void readPlan(Entry entry) {
    entry.holdsOnly(
        "provider", "plan", "billedBy", "time", "memory", "includedStorageMib", "sources", "note");
    List<Meter> billedBy = new ArrayList<>();
    for (String meter : entry.texts("billedBy")) {
      billedBy.add(RateReader.meter(entry, meter));
    }
    rateReader.sources(entry);
    PriceBook.PlanKey key = planKey(entry, entry.text("plan"));
    Plan plan =
        RateReader.checked(
            entry,
            () ->
                new Plan(
                    billedBy, time(entry), memory(entry), entry.integer("includedStorageMib", 0)));
    if (plans.put(key, plan) != null) {
      throw entry.refusal("describes " + key + " again");
    }
  }

  private static Plan.Time time(Entry plan) {
    Entry entry =
        plan.entry("time")
            .holdsOnly("stepMillis", "leastMillis", "initBilled", "standbyStepMillis");
    return RateReader.checked(
        entry,
        () ->
            new Plan.Time(
                entry.integer("stepMillis"),
                entry.integer("leastMillis"),
                entry.flag("initBilled"),
                entry.integer("standbyStepMillis", 1)));
  }

  private static Plan.Memory memory(Entry plan) {
    Entry entry = plan.entry("memory").holdsOnly("leastMib", "mostMib", "sizesMib", "stepMib");
    return RateReader.checked(
        entry,
        () ->
            new Plan.Memory(
                entry.integer("leastMib", 1),
                entry.integer("mostMib", Sku.MOST_MEMORY_MIB),
                entry.has("sizesMib") ? entry.integers("sizesMib") : List.of(),
                entry.integer("stepMib")));
  }

  private void readRate(Entry entry) {
    Rate rate = rateReader.rate(entry);
    for (PriceKey key : rateKeys(entry, rate.meter())) {
      if (rates.put(key, rate) != null) {
        throw entry.refusal("prices " + key + " again");
      }
      rateEntries.put(key, (ObjectNode) entry.node());
    }
  }

  private void readGap(Entry entry) {
    entry.holdsOnly("provider", "plans", "architectures", "regions", "meter", "reason");
    for (PriceKey key : rateKeys(entry, RateReader.meter(entry, entry.text("meter")))) {
      if (rates.containsKey(key)) {
        throw entry.refusal("calls " + key + " a gap, which has a price");
      }
      gaps.put(key, entry.text("reason"));
      gapEntries.put(key, (ObjectNode) entry.node());
    }
  }

  private List<PriceKey> rateKeys(Entry entry, Meter meter) {
    List<PriceKey> keys = new ArrayList<>();
    List<String> architectures =
        entry.has("architectures") ? entry.texts("architectures") : ARCHITECTURES;
    if (!ARCHITECTURES.containsAll(architectures)) {
      throw entry.refusal(
          "architectures must be among " + ARCHITECTURES + ", not " + architectures);
    }
    for (String name : entry.texts("plans")) {
      PriceBook.PlanKey planKey = planKey(entry, name);
      Plan plan = plans.get(planKey);
      if (plan == null || !plan.billedBy().contains(meter)) {
        throw entry.refusal(planKey + " is not billed by " + meter + " in this book's plans");
      }
      for (String architecture : architectures) {
        for (String region : entry.texts("regions")) {
          keys.add(new PriceKey(planKey.provider(), name, architecture, region, meter));
        }
      }
    }
    return keys;
  }

  private void checkComplete() {
    plans.forEach(
        (key, plan) -> {
          for (Meter meter : plan.billedBy()) {
            if (rates.keySet().stream()
                .noneMatch(r -> planKey(r).equals(key) && r.meter() == meter)) {
              throw root.refusal(key + " is billed by " + meter + ", which has no rate anywhere");
            }
          }
        });
  }

  private static PriceBook.PlanKey planKey(PriceKey key) {
    return new PriceBook.PlanKey(key.provider(), key.plan());
  }

  private static PriceBook.PlanKey planKey(Entry entry, String plan) {
    String id = entry.text("provider");
    Provider provider =
        Provider.of(id).orElseThrow(() -> entry.refusal("provider '" + id + "' is not known"));
    if (provider == Provider.EDGE || !Sku.isPlan(provider, plan)) {
      throw entry.refusal("plan '" + plan + "' of " + id + " is not known");
    }
    return new PriceBook.PlanKey(provider, plan);
  }
}
