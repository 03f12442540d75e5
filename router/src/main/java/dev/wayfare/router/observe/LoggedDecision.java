package dev.wayfare.router.observe;

import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.dispatch.DecisionRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One decision that was read back from a log.
 *
 * @param at when it was made
 * @param requestId as in the answer's {@code x-request-id}
 * @param function that was asked for
 * @param decision where the request was to go, with what that was made from: whether it would be
 *     the same today tells {@link Decision#remade}
 * @param consumer who sent the request, where that was known
 * @param callerRegion where its caller was, as far as the policy knew
 * @param percentile of the candidates' latency, above 0, at most 1
 * @param priceBooks by target, the SHA-256 of the price book that its fare is from; a target whose
 *     prices are the user's own has none
 * @param tries how they went, in their order
 */
public record LoggedDecision(
    Instant at,
    String requestId,
    String function,
    Decision decision,
    Optional<String> consumer,
    Optional<String> callerRegion,
    double percentile,
    Map<String, String> priceBooks,
    List<DecisionRecord.Try> tries) {
  public LoggedDecision {
    priceBooks = Map.copyOf(priceBooks);
    tries = List.copyOf(tries);
    if (!(percentile > 0 && percentile <= 1)) {
      throw new IllegalArgumentException("a percentile is above 0 and at most 1: " + percentile);
    }
  }
}
