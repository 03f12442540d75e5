package dev.wayfare.deployer;

import java.net.URI;

/** What a slot holds, as its provider tells. */
public sealed interface Holding {
  /** Nothing was ever deployed there, or it was removed. */
  record Nothing() implements Holding {}

  /**
   * A whole release that answers.
   *
   * @param release {@link Release#digest()} of what was deployed
   * @param module the module's SHA-256 in hexadecimal digits
   * @param shim the version of the shim
   */
  record Deployed(String release, String module, String shim, URI endpoint) implements Holding {}

  /**
   * A part of a release, or one that does not answer: {@link Cloud#put} mends it.
   *
   * @param what is the matter, such as {@code version 7 has no URL}
   */
  record Half(String what) implements Holding {}

  /**
   * Something of that name which this tool did not make, so that nothing can be deployed there.
   *
   * @param what it is
   */
  record Foreign(String what) implements Holding {}
}
