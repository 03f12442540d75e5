package dev.wayfare.shim;

import dev.wayfare.shim.Grants.Clock;
import dev.wayfare.shim.Grants.Randomness;
import dev.wayfare.shim.capability.FileTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts {@link Grants} together, beginning with the default ones. */
public final class GrantsBuilder {
  private final List<String> arguments = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Map<String, String> secrets = new LinkedHashMap<>();
  private FileTree files = FileTree.EMPTY;
  private long scratchBytes;
  private Clock clock = new Clock.Every(Duration.ofMillis(1));
  private Randomness randomness = new Randomness.Secure();

  GrantsBuilder() {}

  /** Adds an argument. */
  public GrantsBuilder argument(String argument) {
    arguments.add(argument);
    return this;
  }

  /** Adds a variable. */
  public GrantsBuilder variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Adds a variable whose value never reaches a log. */
  public GrantsBuilder secret(String name, String value) {
    secrets.put(name, value);
    return this;
  }

  /** Sets what a guest may read. */
  public GrantsBuilder files(FileTree tree) {
    files = tree;
    return this;
  }

  /** Sets how many bytes a guest may write in one request; 0 for none. */
  public GrantsBuilder scratchBytes(long bytes) {
    scratchBytes = bytes;
    return this;
  }

  /** Sets whether a guest may know the time. */
  public GrantsBuilder clock(Clock value) {
    clock = value;
    return this;
  }

  /** Sets what a guest's randomness is. */
  public GrantsBuilder randomness(Randomness value) {
    randomness = value;
    return this;
  }

  /**
   * The grants.
   *
   * @throws IllegalArgumentException if one is of no use
   */
  public Grants build() {
    return new Grants(arguments, environment, secrets, files, scratchBytes, clock, randomness);
  }
}
