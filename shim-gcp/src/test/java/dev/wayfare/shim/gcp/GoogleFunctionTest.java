package dev.wayfare.shim.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.packager.archive.Target;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.contract.Adapter;
import dev.wayfare.shim.contract.AdapterContract;
import dev.wayfare.shim.contract.ContractGuest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The contract over the invoker's interfaces. */
final class GoogleFunctionTest extends AdapterContract {
  private final GoogleFunction function = new GoogleFunction(ContractGuest.host());

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

  @Test
  void aFormWhoseBytesTheInvokerLostIsRefused() throws IOException {
    Headers form = Headers.EMPTY.with("content-type", "Multipart/Form-Data; boundary=x");
    var response = new FakeResponse();
    function.service(
        new FakeRequest(Invocation.builder().method("POST").headers(form).build()), response);
    assertThat(response.status()).isEqualTo(502);
  }
}
