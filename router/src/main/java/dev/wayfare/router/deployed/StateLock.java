package dev.wayfare.router.deployed;

/** The right to write and to change what is deployed. Safe to use from many threads. */
public interface StateLock extends AutoCloseable {
  /** What was deployed when the right was taken. */
  DeployedTargets before();

  /**
   * Makes sure of the right before something is changed.
   *
   * @throws InvalidStateException where it is lost or was given back, or nobody can tell
   */
  void require();

  /**
   * Puts {@code state} in the place of what is kept, safely kept when this returns.
   *
   * @throws UnreachableStateException where nobody can tell whether it was
   * @throws InvalidStateException where it was not, and what is kept is as it was, or as somebody
   *     else wrote it
   */
  void write(DeployedTargets state);

  /** Gives the right back, once what is being written is; a second call does nothing. */
  @Override
  void close();
}
