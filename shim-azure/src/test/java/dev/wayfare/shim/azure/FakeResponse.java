package dev.wayfare.shim.azure;

import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatusType;
import dev.wayfare.shim.contract.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A response as Azure's Java worker builds it: the last value of a field wins. */
final class FakeResponse implements HttpResponseMessage, HttpResponseMessage.Builder {
  private final Map<String, String> headers = new HashMap<>();
  private final HttpStatusType status;
  private @Nullable Object body;

  FakeResponse(HttpStatusType status) {
    this.status = status;
  }

  Answer answer() {
    return new Answer(
        status.value(), List.copyOf(headers.entrySet()), (byte[]) Objects.requireNonNull(body));
  }

  @Override
  public HttpResponseMessage.Builder status(HttpStatusType other) {
    throw new AssertionError("the status was given before");
  }

  @Override
  public HttpResponseMessage.Builder header(String key, String value) {
    headers.put(key, value);
    return this;
  }

  @Override
  public HttpResponseMessage.Builder body(@Nullable Object content) {
    body = content;
    return this;
  }

  @Override
  public HttpResponseMessage build() {
    return this;
  }

  @Override
  public HttpStatusType getStatus() {
    return status;
  }

  @Override
  public String getHeader(String key) {
    return headers.getOrDefault(key, "");
  }

  @Override
  public @Nullable Object getBody() {
    return body;
  }
}
