package dev.wayfare.shim.wasi;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.capability.GuestLog;
import java.util.List;

/**
 * What a guest is started with beside its grants.
 *
 * @param arguments the command line, the program's name first; granted arguments follow
 * @param environment entries such as "NAME=value"; a granted variable of the same name wins, so
 *     that no request can replace it
 * @param stdin its standard input
 * @param stdout takes its standard output
 * @param log takes its standard error, and what was denied
 */
public record Program(
    List<Octets> arguments, List<Octets> environment, Body stdin, Output stdout, GuestLog log) {

  /** Copies the lists. */
  public Program {
    arguments = List.copyOf(arguments);
    environment = List.copyOf(environment);
  }

  /** A program without input, whose standard output goes to the log. */
  public static Program logged(List<Octets> arguments, List<Octets> environment, GuestLog log) {
    return new Program(
        arguments,
        environment,
        Body.EMPTY,
        (bytes, offset, length) -> log.write(GuestLog.Source.STDOUT, bytes, offset, length),
        log);
  }
}
