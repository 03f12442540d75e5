package dev.wayfare.bench.warm;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request and its response as Google's invoker has them, without the invoker. */
final class GoogleExchange implements HttpRequest, HttpResponse {
  private final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final byte[] content;
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
  private int status = 200;

  GoogleExchange(Map<String, String> fields, byte[] content) {
    fields.forEach((name, value) -> this.fields.put(name, List.of(value)));
    this.content = content;
  }

  int status() {
    return status;
  }

  int answerBytes() {
    return answer.size();
  }

  @Override
  public String getMethod() {
    return "POST";
  }

  @Override
  public String getUri() {
    return "http://127.0.0.1:8080" + ShimBenchmark.TARGET;
  }

  @Override
  public String getPath() {
    return ShimBenchmark.TARGET;
  }

  @Override
  public Optional<String> getQuery() {
    return Optional.empty();
  }

  @Override
  public Map<String, List<String>> getQueryParameters() {
    return Map.of();
  }

  @Override
  public Map<String, HttpPart> getParts() {
    return Map.of();
  }

  /** Of the request; the shim does not ask for the response's. */
  @Override
  public Optional<String> getContentType() {
    return Optional.of("application/octet-stream");
  }

  @Override
  public long getContentLength() {
    return content.length;
  }

  @Override
  public Optional<String> getCharacterEncoding() {
    return Optional.empty();
  }

  @Override
  public InputStream getInputStream() {
    return new ByteArrayInputStream(content);
  }

  @Override
  public BufferedReader getReader() {
    throw new UnsupportedOperationException("a body is bytes");
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    return fields;
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
    // Kept by nobody.
  }

  @Override
  public void appendHeader(String header, String value) {
    // Kept by nobody.
  }

  @Override
  public OutputStream getOutputStream() {
    return answer;
  }

  @Override
  public BufferedWriter getWriter() {
    throw new UnsupportedOperationException("a body is bytes");
  }
}
