package dev.wayfare.shim.engine;

import dev.wayfare.shim.Body;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a WASI command is started with. It gets nothing else: no file, no variable of the host.
 *
 * @param arguments the command line, the program's name first
 * @param environment the variables it sees
 * @param input its standard input
 * @param log takes each line of its standard error, without the line end
 */
public record Program(
    List<String> arguments, Map<String, String> environment, Body input, Consumer<String> log) {

  /** Copies the collections. */
  public Program {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }
}
