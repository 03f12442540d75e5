package dev.wayfare.packager.compile;

/**
 * A function of a module, and the JVM bytecode it takes as one method.
 *
 * @param function as people name it, such as "main (function 12)"
 * @param bytecodeBytes at least 1
 */
public record FunctionSize(String function, int bytecodeBytes) {
  /** Checks the bounds. */
  public FunctionSize {
    if (bytecodeBytes < 1) {
      throw new IllegalArgumentException("no method has " + bytecodeBytes + " bytes");
    }
  }

  @Override
  public String toString() {
    return function + ", " + bytecodeBytes + " bytes of bytecode";
  }
}
