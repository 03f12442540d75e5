package dev.wayfare.router.decide;

import java.util.List;

/** Where a request goes. */
public sealed interface Decision {
  /** To the first of {@code order}, and to the others in turn where that fails. */
  record Routed(List<Candidate> order) implements Decision {
    public Routed {
      order = List.copyOf(order);
      if (order.isEmpty()) {
        throw new IllegalArgumentException("a routed request needs at least one candidate");
      }
    }
  }

  /** Nowhere, for {@code reason}, a sentence. */
  record Shed(String reason) implements Decision {}
}
