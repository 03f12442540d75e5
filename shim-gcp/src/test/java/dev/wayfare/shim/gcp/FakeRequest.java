package dev.wayfare.shim.gcp;

import com.google.cloud.functions.HttpRequest;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Invocation;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request as Google's invoker hands it over. */
record FakeRequest(Invocation request, boolean broken) implements HttpRequest {
  FakeRequest(Invocation request) {
    this(request, false);
  }

  /** A request whose body breaks off. */
  static FakeRequest withoutAnEnd(Invocation request) {
    return new FakeRequest(request, true);
  }

  @Override
  public String getMethod() {
    return request.method();
  }

  @Override
  public String getUri() {
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    return "http://127.0.0.1:8080" + request.path() + query;
  }

  @Override
  public String getPath() {
    throw new AssertionError("this is not the path as it was sent");
  }

  @Override
  public Optional<String> getQuery() {
    return Optional.of(request.query());
  }

  @Override
  public Map<String, List<String>> getQueryParameters() {
    return Map.of();
  }

  @Override
  public Map<String, HttpPart> getParts() {
    return Map.of();
  }

  @Override
  public Optional<String> getContentType() {
    return request.headers().first("content-type");
  }

  @Override
  public long getContentLength() {
    return request.body().length();
  }

  @Override
  public Optional<String> getCharacterEncoding() {
    return Optional.empty();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    if (broken) {
      throw new EOFException("early end");
    }
    return request.body().stream();
  }

  @Override
  public BufferedReader getReader() {
    throw new AssertionError("a body is bytes");
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    for (Header line : request.headers()) {
      headers.computeIfAbsent(line.name(), name -> new ArrayList<>()).add(line.value());
    }
    return headers;
  }
}
