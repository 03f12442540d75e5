package dev.wayfare.shim.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.azure.functions.ExecutionContext;
import dev.wayfare.packager.archive.Target;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.InvocationResult.Origin;
import dev.wayfare.shim.contract.Adapter;
import dev.wayfare.shim.contract.AdapterContract;
import dev.wayfare.shim.contract.ContractGuest;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract over the interfaces of Azure's Java worker. */
final class AzureFunctionTest extends AdapterContract {
  private static final ExecutionContext CONTEXT =
      (ExecutionContext)
          Proxy.newProxyInstance(
              AzureFunctionTest.class.getClassLoader(),
              new Class<?>[] {ExecutionContext.class},
              (proxy, method, arguments) -> {
                throw new AssertionError("the context is of no use here");
              });

  private final AzureFunction function = new AzureFunction(ContractGuest.host());

  @Override
  protected Target target() {
    return Target.AZURE;
  }

  @Override
  protected Adapter adapter() {
    return request -> ((FakeResponse) function.run(new FakeRequest(request), CONTEXT)).answer();
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3.4, 1.2.3.4",
    "1.2.3.4:5678, 1.2.3.4",
    "'6.6.6.6, 1.2.3.4:5678', 1.2.3.4",
    "[2001:db8::1]:5678, 2001:db8::1",
    "[2001:db8::1], 2001:db8::1",
    "2001:db8::1, 2001:db8::1",
  })
  void theCallerIsTheLastAddressWithoutItsPort(String forwardedFor, String caller) {
    Headers headers = Headers.EMPTY.with("X-Forwarded-For", forwardedFor);
    var request = new FakeRequest(Invocation.builder().headers(headers).build());
    assertThat(RequestReader.read(request).remoteAddress()).isEqualTo(caller);
  }

  @Test
  void severalCookiesAreMoreThanTheWorkerCanCarry() {
    Headers one = Headers.EMPTY.with("Set-Cookie", "a=1");
    assertThat(ResponseWriter.canCarry(one)).isTrue();
    assertThat(ResponseWriter.canCarry(one.with("set-cookie", "b=2"))).isFalse();
  }

  @Test
  void repeatedFieldsAreJoinedWhateverTheirCase() {
    Headers headers = Headers.EMPTY.with("X-Many", "a").with("x-many", "b");
    var result = new InvocationResult(200, headers, Body.EMPTY, Origin.GUEST);
    var response = ResponseWriter.write(result, new FakeRequest(Invocation.builder().build()));
    assertThat(response.getHeader("x-many")).isEqualTo("a, b");
  }
}
