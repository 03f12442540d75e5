package dev.wayfare.pricing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A book's data file in canonical form: keys in alphabetical order, no space between them, one
 * entry for each price and gap, in the order of {@link PriceKey}. Equal content has equal bytes,
 * whatever the order and grouping of the file that it was read from.
 *
 * <p>It keeps what the model does not: notes, scopes and plans as they were written. Never changed
 * once made.
 *
 * @param head everything but prices and gaps
 * @param rates each with a single plan, architecture and region
 * @param gaps likewise
 */
record BookDocument(
    ObjectNode head, SortedMap<PriceKey, ObjectNode> rates, SortedMap<PriceKey, ObjectNode> gaps) {
  /** The key under which a file states its own hash. */
  static final String HASH = "sha256";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

  /**
   * A document of parts that were read.
   *
   * @param root the whole file
   * @param rates the entry that each price comes from
   * @param gaps the entry that each gap comes from
   */
  static BookDocument of(
      ObjectNode root, Map<PriceKey, ObjectNode> rates, Map<PriceKey, ObjectNode> gaps) {
    ObjectNode head = root.deepCopy();
    head.remove("rates");
    head.remove("gaps");
    head.remove(HASH);
    SortedMap<PriceKey, ObjectNode> narrowedRates = narrowed(rates);
    String collected = root.get("asOf").textValue() + "T00:00:00Z";
    narrowedRates.values().forEach(rate -> rate.put("fetchedAt", fetchedAt(rate, collected)));
    return new BookDocument(head, narrowedRates, narrowed(gaps));
  }

  /** Written out, so that a price does not get younger where another one makes the book so. */
  private static String fetchedAt(ObjectNode rate, String collected) {
    return rate.has("fetchedAt") ? rate.get("fetchedAt").textValue() : collected;
  }

  private static SortedMap<PriceKey, ObjectNode> narrowed(Map<PriceKey, ObjectNode> entries) {
    SortedMap<PriceKey, ObjectNode> narrowed = new TreeMap<>();
    entries.forEach((key, entry) -> narrowed.put(key, narrow(entry, key)));
    return narrowed;
  }

  /** A copy of {@code entry} that is about {@code key} alone. */
  static ObjectNode narrow(ObjectNode entry, PriceKey key) {
    ObjectNode narrow = entry.deepCopy();
    narrow.put("provider", key.provider().id());
    narrow.putArray("plans").add(key.plan());
    narrow.putArray("architectures").add(key.architecture());
    narrow.putArray("regions").add(key.region());
    narrow.put("meter", key.meter().name());
    return narrow;
  }

  /** The SHA-256 of the canonical form without the hash, in 64 hexadecimal digits. */
  String sha256() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The canonical form, as UTF-8. */
  byte[] bytes() {
    return bytes(tree());
  }

  /** The same with {@code sha256}, its hash. */
  byte[] bytes(String sha256) {
    return bytes(tree().put(HASH, sha256));
  }

  private ObjectNode tree() {
    ObjectNode tree = head.deepCopy();
    tree.putArray("rates").addAll(rates.values());
    if (!gaps.isEmpty()) {
      tree.putArray("gaps").addAll(gaps.values());
    }
    return tree;
  }

  private static byte[] bytes(ObjectNode tree) {
    try {
      return JSON.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can be written", e);
    }
  }
}
