package dev.wayfare.shim.gcp;

import dev.wayfare.packager.archive.Target;
import dev.wayfare.shim.contract.Adapter;
import dev.wayfare.shim.contract.AdapterContract;
import dev.wayfare.shim.contract.ContractGuest;
import java.util.Map;

/** The contract over the invoker's interfaces. */
final class GoogleContractTest extends AdapterContract {
  private static final int HEAD_BYTES = 96 << 10;

  private final GoogleFunction function =
      new GoogleFunction(
          ContractGuest.host(), Trace.ofProject(Map.of()), new InvokerDefaults(true, HEAD_BYTES));

  @Override
  protected Target target() {
    return Target.GCP;
  }

  @Override
  protected Adapter adapter() {
    return request -> {
      var response = new FakeResponse();
      function.service(new FakeRequest(request), response);
      return response.answer();
    };
  }
}
