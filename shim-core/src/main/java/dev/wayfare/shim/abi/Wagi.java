package dev.wayfare.shim.abi;

import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.abi.Answer.Fault;
import dev.wayfare.shim.engine.Ending;
import dev.wayfare.shim.engine.Guests;
import dev.wayfare.shim.engine.Program;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * WAGI: CGI (RFC 3875) over WASI preview 1. The request is in the environment and on standard
 * input, the response on standard output, so that any language's plain program is a function.
 */
public final class Wagi implements Abi {
  private final Guests guests;
  private final List<String> arguments;

  /**
   * Serves requests with runs of {@code guests}.
   *
   * @param name the program's name, its first argument
   */
  public Wagi(Guests guests, String name) {
    this.guests = guests;
    this.arguments = List.of(name);
  }

  @Override
  public Answer serve(Invocation invocation, Consumer<String> log) {
    Map<String, String> environment = CgiEnvironment.of(invocation);
    if (environment.values().stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
      return new Answer.Failed(
          400, Fault.CALLER, "the request's path holds %00, which CGI cannot carry");
    }
    return switch (guests.run(new Program(arguments, environment, invocation.body(), log))) {
      case Ending.Exited(int code, var output) when code == 0 -> CgiResponse.parse(output);
      case Ending.Exited(int code, var ignored) ->
          new Answer.Failed(500, Fault.GUEST, "the guest ended with exit code " + code);
      case Ending.Trapped(String reason) ->
          new Answer.Failed(500, Fault.GUEST, "the guest trapped: " + reason);
      case Ending.OutOfMemory() ->
          new Answer.Failed(500, Fault.HOST, "the host has no memory left for the guest");
      case Ending.Interrupted() -> new Answer.Failed(504, Fault.HOST, "the guest was interrupted");
      case Ending.OutputTooLarge(int limitBytes) ->
          new Answer.Failed(
              502, Fault.GUEST, "the guest wrote more than the limit of " + limitBytes + " bytes");
    };
  }
}
