package dev.wayfare.router.dispatch;

import dev.wayfare.router.decide.Standing;
import dev.wayfare.router.health.Outlooks;
import java.util.List;

/**
 * A posting, and what the next one is held against to see what changed.
 *
 * @param outlooks those of the posting
 * @param standings those of its candidates
 */
record Appraised(Posting posting, Outlooks outlooks, List<Standing> standings) {
  Appraised {
    standings = List.copyOf(standings);
  }

  /** Whether each of {@code targets} may be given requests as it might then. */
  boolean isStanding(Places places) {
    for (int i = 0; i < places.size(); i++) {
      if (places.health(i).standing() != standings.get(i)) {
        return false;
      }
    }
    return true;
  }
}
