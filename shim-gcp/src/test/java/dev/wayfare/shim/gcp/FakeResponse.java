package dev.wayfare.shim.gcp;

import com.google.cloud.functions.HttpResponse;
import dev.wayfare.shim.contract.Answer;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A response as Google's invoker takes it. */
final class FakeResponse implements HttpResponse {
  private final List<Map.Entry<String, String>> lines = new ArrayList<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int status = 200;

  Answer answer() {
    return new Answer(status, lines, body.toByteArray());
  }

  int status() {
    return status;
  }

  List<String> values(String name) {
    return lines.stream()
        .filter(line -> line.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Override
  public void setStatusCode(int code) {
    status = code;
  }

  @Override
  public void setStatusCode(int code, String message) {
    status = code;
  }

  @Override
  public void setContentType(String contentType) {
    appendHeader("content-type", contentType);
  }

  @Override
  public Optional<String> getContentType() {
    return Optional.empty();
  }

  @Override
  public void appendHeader(String header, String value) {
    lines.add(Map.entry(header, value));
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    return Map.of();
  }

  @Override
  public OutputStream getOutputStream() {
    return body;
  }

  @Override
  public BufferedWriter getWriter() {
    throw new AssertionError("a body is bytes");
  }
}
