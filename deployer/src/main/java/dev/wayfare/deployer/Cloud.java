package dev.wayfare.deployer;

import dev.wayfare.router.deployed.Slot;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * A provider, as the deployer sees it: units that have two slots each, which are deployed to apart
 * from one another.
 *
 * <p>Every method may be repeated after a failure or a kill at any moment, and then goes on from
 * what it finds. Safe to use by several threads for different units. All methods throw {@link
 * CloudException} where the provider refuses or does not answer.
 */
public interface Cloud extends AutoCloseable {
  /** What {@code slot} of {@code unit} holds. Changes nothing. */
  Holding holding(Unit unit, Slot slot);

  /**
   * Makes {@code slot} hold {@code release} and nothing else, and waits until it answers requests
   * there. The other slot is not touched; nothing is sent where the slot holds the release already.
   *
   * @param progress is told of each step as it begins
   * @return where it can be called
   */
  URI put(Unit unit, Slot slot, Release release, Progress progress);

  /**
   * Removes all that was made for {@code unit}, and nothing else: what does not bear the mark of
   * this tool is left. What is not there any more is no failure.
   */
  void remove(Unit unit, Progress progress);

  /**
   * What the function in {@code slot} logged, the oldest first.
   *
   * @param most so many of the latest lines
   */
  List<LogLine> logs(Unit unit, Slot slot, Instant since, int most);

  /** Closes connections; what is deployed stays. */
  @Override
  void close();
}
