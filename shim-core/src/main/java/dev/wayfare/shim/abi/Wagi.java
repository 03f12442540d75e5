package dev.wayfare.shim.abi;

import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.abi.Answer.Failed;
import dev.wayfare.shim.abi.Answer.Fault;
import dev.wayfare.shim.capability.GuestLog;
import dev.wayfare.shim.engine.Ending;
import dev.wayfare.shim.engine.Guest;
import dev.wayfare.shim.engine.HostCall;
import dev.wayfare.shim.engine.ModuleDescription;
import dev.wayfare.shim.wasi.Octets;
import dev.wayfare.shim.wasi.Program;
import dev.wayfare.shim.wasi.Wasi;
import java.util.List;
import java.util.Map;

/**
 * WAGI: CGI (RFC 3875) over WASI preview 1. The request is in the environment and on standard
 * input, the response on standard output, so that any language's plain program is a function.
 */
public final class Wagi implements Abi {
  private static final String START = "_start";
  private static final String START_TYPE = "() -> ()";

  @Override
  public String title() {
    return "WAGI";
  }

  @Override
  public boolean isSpokenBy(ModuleDescription module) {
    return module.exportsFunction(START);
  }

  @Override
  public List<String> faults(ModuleDescription module) {
    return module.exportsFunction(START, START_TYPE)
        ? List.of()
        : List.of("its _start takes or returns something, so it is no WASI command");
  }

  /** A program runs from its beginning to its end for each request. */
  @Override
  public boolean keepsState() {
    return false;
  }

  @Override
  public Map<String, String> callTypes() {
    return Map.of();
  }

  @Override
  public Session open(Wasi wasi, Service service) {
    return new WagiSession(wasi, service);
  }

  private record WagiSession(Wasi wasi, Service service) implements Session {
    @Override
    public List<HostCall> calls() {
      return List.of();
    }

    /** Every request begins just before {@code _start}, and so does the snapshot. */
    @Override
    public Ending prepare(Guest guest, GuestLog log) {
      return new Ending.Returned(0);
    }

    @Override
    public Session another(Wasi another) {
      return new WagiSession(another, service);
    }

    @Override
    public Answer serve(Guest guest, Invocation invocation, GuestLog log) {
      Map<String, String> variables = CgiEnvironment.of(invocation);
      if (variables.values().stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
        return new Failed(
            400, Fault.CALLER, "the request's path holds %00, which CGI cannot carry");
      }
      var output = new CgiOutput(service.limits().responseBytes());
      wasi.begin(
          new Program(service.arguments(), entries(variables), invocation.body(), output, log));
      Ending ending = guest.call(START);
      return ending instanceof Ending.Returned
              || (ending instanceof Ending.Exited(int code) && code == 0)
          ? answer(output)
          : Endings.failure(ending, service.limits());
    }

    private Answer answer(CgiOutput output) {
      return CgiResponse.parse(output, service.limits());
    }

    private static List<Octets> entries(Map<String, String> variables) {
      return variables.entrySet().stream()
          .map(each -> Octets.latin1(each.getKey() + "=" + each.getValue()))
          .toList();
    }
  }
}
