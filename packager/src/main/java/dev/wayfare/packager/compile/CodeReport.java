package dev.wayfare.packager.compile;

import java.util.List;

/**
 * What became of the functions of a module that are out of the ordinary. Each list is in the order
 * of the module.
 *
 * @param interpreted too large for a JVM method, so interpreted
 * @param split too large for a JVM method, so compiled in pieces; the size is that of the whole
 * @param neverOptimized compiled, but past {@link #OPTIMIZED_BYTES}
 */
public record CodeReport(
    List<FunctionSize> interpreted, List<FunctionSize> split, List<FunctionSize> neverOptimized) {
  /** The most bytecode that a JVM method can have (JVMS 4.7.3). */
  public static final int METHOD_BYTES = 65_535;

  /**
   * The most bytecode of a method that HotSpot compiles to machine code ({@code HugeMethodLimit});
   * what is larger stays in the JVM's own interpreter unless {@code -XX:-DontCompileHugeMethods}.
   */
  public static final int OPTIMIZED_BYTES = 8_000;

  /** Copies the lists. */
  public CodeReport {
    interpreted = List.copyOf(interpreted);
    split = List.copyOf(split);
    neverOptimized = List.copyOf(neverOptimized);
  }
}
