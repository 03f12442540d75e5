package dev.wayfare.shim.contract;

import dev.wayfare.packager.archive.Target;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.host.FunctionHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The contract without any shim: what a cloud would do that alters nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReferenceTest extends AdapterContract {
  private final FunctionHost host = ContractGuest.host();

  @AfterAll
  void close() {
    host.close();
  }

  @Override
  protected @Nullable Target target() {
    return null;
  }

  @Override
  protected Adapter adapter() {
    return request -> {
      Headers canonical = request.headers().canonical();
      Invocation handedOver = request.withHeaders(canonical);
      return answer(host.invoke(handedOver));
    };
  }

  private static Answer answer(InvocationResult result) {
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    for (Header line : result.headers()) {
      lines.add(Map.entry(line.name(), line.value()));
    }
    return new Answer(result.status(), lines, result.body().toByteArray());
  }
}
