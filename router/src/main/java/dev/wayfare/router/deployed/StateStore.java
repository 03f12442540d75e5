package dev.wayfare.router.deployed;

import java.time.Duration;

/**
 * Where it is kept what is deployed. Whoever reads it sees one whole state or the next, never a
 * part; whoever writes it holds {@link #lock}. A value: equal to another one of the same place.
 */
public interface StateStore {
  /** The version where nothing is kept. */
  String NONE = "none";

  /** Far above any real state; keeps a wrong file or object from filling memory. */
  int MOST_BYTES = 16 << 20;

  /**
   * What is deployed: nothing where nothing is kept yet.
   *
   * @throws UnreachableStateException where the place cannot be asked
   * @throws InvalidStateException where what is there cannot be read or is not valid
   */
  DeployedTargets read();

  /**
   * Something that is another text as soon as another state is kept, and cheaper than to read that.
   *
   * @throws UnreachableStateException where the place cannot be asked
   */
  String version();

  /** In about that time, routers that look each second and can read it know what was written. */
  Duration timeToBeRead();

  /**
   * Takes the right to write, and reads what is deployed.
   *
   * @param holder who takes it, for whoever else wants it: one line, which nobody else gives
   * @throws InvalidStateException where somebody else has it, or it cannot be had
   */
  StateLock lock(String holder);
}
