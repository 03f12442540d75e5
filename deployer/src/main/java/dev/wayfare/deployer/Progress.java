package dev.wayfare.deployer;

/** Is told what is being done for a target. */
@FunctionalInterface
public interface Progress {
  /** A step begins, in a few words such as {@code uploading 8.1 MiB}. */
  void step(String what);
}
