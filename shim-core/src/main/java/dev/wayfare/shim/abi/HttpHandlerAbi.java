package dev.wayfare.shim.abi;

import dev.wayfare.shim.engine.ModuleDescription;
import dev.wayfare.shim.wasi.Wasi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The http-wasm HTTP handler ABI (https://http-wasm.io/http-handler-abi/): the guest is initialised
 * once and its {@code handle_request} called for each request, so that a language's runtime pays
 * its start once.
 */
public final class HttpHandlerAbi implements Abi {
  static final String HANDLE_REQUEST = "handle_request";
  static final String HANDLE_RESPONSE = "handle_response";
  private static final String HANDLE_REQUEST_TYPE = "() -> (i64)";
  private static final String HANDLE_RESPONSE_TYPE = "(i32,i32) -> ()";

  @Override
  public String title() {
    return "http-wasm handler";
  }

  @Override
  public boolean isSpokenBy(ModuleDescription module) {
    return module.exportsFunction(HANDLE_REQUEST);
  }

  @Override
  public List<String> faults(ModuleDescription module) {
    var faults = new ArrayList<String>();
    if (!module.exportsFunction(HANDLE_REQUEST, HANDLE_REQUEST_TYPE)) {
      faults.add("its handle_request is not of type " + HANDLE_REQUEST_TYPE);
    }
    if (!module.exportsFunction(HANDLE_RESPONSE, HANDLE_RESPONSE_TYPE)) {
      faults.add("it exports no handle_response of type " + HANDLE_RESPONSE_TYPE);
    }
    if (!module.exportsMemory("memory")) {
      faults.add("it exports no memory by the name \"memory\"");
    }
    return faults;
  }

  @Override
  public boolean keepsState() {
    return true;
  }

  @Override
  public Map<String, String> callTypes() {
    return HttpHandlerCalls.types();
  }

  @Override
  public Session open(Wasi wasi, Service service) {
    return new HttpHandlerSession(wasi, service, 0);
  }
}
