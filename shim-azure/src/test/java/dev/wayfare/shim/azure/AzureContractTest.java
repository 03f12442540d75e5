package dev.wayfare.shim.azure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wayfare.packager.archive.Target;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.contract.Adapter;
import dev.wayfare.shim.contract.AdapterContract;
import dev.wayfare.shim.contract.Answer;
import dev.wayfare.shim.contract.ContractGuest;
import java.util.Optional;

/** The contract over the interfaces of Azure's Java worker. */
final class AzureContractTest extends AdapterContract {
  private final AzureFunction function = new AzureFunction(TestWorker.of(ContractGuest.host()));

  @Override
  protected Target target() {
    return Target.AZURE;
  }

  @Override
  protected Adapter adapter() {
    return this::send;
  }

  /** The Functions host joins lines of a field, and reads values and most bodies as UTF-8. */
  private Answer send(Invocation request) {
    Headers joined = request.headers().canonical();
    FakeRequest message = FakeRequest.of(request.withHeaders(joined));
    for (Header line : joined) {
      message.header(line.name(), new String(line.value().getBytes(ISO_8859_1), UTF_8));
    }
    byte[] body = request.body().toByteArray();
    if (body.length > 0 && !isHandedOverAsBytes(joined.first("content-type").orElse(""))) {
      message.body = Optional.of(new String(body, UTF_8));
    }
    return ((FakeResponse) function.run(message.declared(), TestWorker.context("function")))
        .answer();
  }

  private static boolean isHandedOverAsBytes(String type) {
    return type.startsWith("application/octet-stream") || type.startsWith("multipart/");
  }
}
