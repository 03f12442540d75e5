package dev.wayfare.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.pricing.ListPrice;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.PriceChange;
import dev.wayfare.pricing.PriceKey;
import dev.wayfare.pricing.source.Outcome;
import dev.wayfare.pricing.source.RefreshReport;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Prices as JSON, in which decimals are texts with every digit. */
final class PriceJson {
  private static final JsonMapper JSON = new JsonMapper();

  private PriceJson() {}

  static String book(PriceBook book, List<ListPrice> prices, Predicate<PriceKey> wanted) {
    ObjectNode root = head(book);
    ArrayNode list = root.putArray("prices");
    prices.forEach(price -> addPrice(list.addObject(), price));
    ArrayNode gaps = root.putArray("gaps");
    book.gaps()
        .forEach(
            (key, reason) -> {
              if (wanted.test(key)) {
                addKey(gaps.addObject(), key).put("reason", reason);
              }
            });
    return root.toPrettyString();
  }

  static String changes(PriceBook book, List<PriceChange> changes) {
    ObjectNode root = head(book);
    addChanges(root.putArray("changes"), changes);
    return root.toPrettyString();
  }

  static String report(RefreshReport report) {
    ObjectNode root = head(report.book());
    ArrayNode lists = root.putArray("lists");
    for (RefreshReport.ListReport list : report.lists()) {
      ObjectNode node = lists.addObject().put("list", list.list());
      switch (list.outcome()) {
        case Outcome.Accepted(var prices, var changes) -> {
          node.put("outcome", "accepted").put("prices", prices);
          addChanges(node.putArray("changes"), changes);
        }
        case Outcome.Rejected(var reasons) -> {
          node.put("outcome", "rejected");
          reasons.forEach(node.putArray("reasons")::add);
        }
        case Outcome.Failed(var reason) -> node.put("outcome", "failed").put("reason", reason);
      }
      list.remarks().forEach(node.putArray("remarks")::add);
    }
    return root.toPrettyString();
  }

  static String verdict(PriceBook book, List<String> faults, List<String> remarks) {
    ObjectNode root = head(book);
    faults.forEach(root.putArray("faults")::add);
    remarks.forEach(root.putArray("remarks")::add);
    return root.toPrettyString();
  }

  private static ObjectNode head(PriceBook book) {
    return JSON.createObjectNode()
        .put("asOf", book.asOf().toString())
        .put("currency", "USD")
        .put("sha256", book.sha256());
  }

  private static void addChanges(ArrayNode array, List<PriceChange> changes) {
    for (PriceChange change : changes) {
      ObjectNode node = addKey(array.addObject(), change.key());
      switch (change) {
        case PriceChange.Added _ -> node.put("change", "added");
        case PriceChange.Removed _ -> node.put("change", "removed");
        case PriceChange.Moved(var _, var moves) -> {
          ArrayNode list = node.put("change", "moved").putArray("moves");
          moves.forEach(move -> addMove(list.addObject(), move));
        }
      }
    }
  }

  private static void addMove(ObjectNode node, PriceChange.Move move) {
    node.put("from", PriceTable.plain(move.position()));
    node.put("before", move.usdBefore() == null ? null : PriceTable.plain(move.usdBefore()));
    node.put("after", move.usdAfter() == null ? null : PriceTable.plain(move.usdAfter()));
  }

  private static ObjectNode addKey(ObjectNode node, PriceKey key) {
    return node.put("provider", key.provider().id())
        .put("plan", key.plan())
        .put("architecture", key.architecture())
        .put("region", key.region())
        .put("meter", key.meter().name())
        .put("unit", key.meter().unit());
  }

  private static void addPrice(ObjectNode node, ListPrice price) {
    addKey(node, price.key());
    node.put("freeBeforeTiers", PriceTable.plain(price.freeBefore()));
    node.put("freeInAll", PriceTable.plain(price.freeQuantity()));
    ArrayNode tiers = node.putArray("tiers");
    price
        .tiers()
        .forEach(
            tier -> {
              ObjectNode each = tiers.addObject().put("from", PriceTable.plain(tier.from()));
              tier.to().ifPresent(end -> each.put("to", PriceTable.plain(end)));
              each.put("usd", PriceTable.plain(tier.priceUsd()));
            });
    var provenance = price.provenance();
    node.put("confidence", provenance.confidence().name().toLowerCase(Locale.ROOT));
    node.put("date", provenance.date().toString());
    node.put("fetchedAt", provenance.fetchedAt().toString());
    provenance.effectiveFrom().ifPresent(day -> node.put("effectiveFrom", day.toString()));
    ArrayNode sources = node.putArray("sources");
    provenance
        .sources()
        .forEach(
            source -> {
              ObjectNode each = sources.addObject().put("title", source.title());
              source.address().ifPresent(url -> each.put("url", url));
              each.put("date", source.date()).put("live", source.live());
            });
  }
}
