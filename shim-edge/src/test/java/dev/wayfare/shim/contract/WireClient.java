package dev.wayfare.shim.contract;

import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Sends requests byte for byte, as no well-meant client would, each on a connection of its own, and
 * reads the answer (RFC 9112).
 */
public final class WireClient {
  /** The host that it calls, whatever its address. */
  public static final String HOST = "function.example:8443";

  private static final int PATIENCE_MILLIS = 60_000;

  private WireClient() {}

  /**
   * Sends a request to a server. Of {@code request} all but path and query are looked at, which
   * {@code target} has byte for byte.
   */
  public static Answer send(URI server, String target, Invocation request) throws IOException {
    try (var socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      write(socket.getOutputStream(), target, request);
      return read(socket.getInputStream(), request.method());
    }
  }

  private static void write(OutputStream out, String target, Invocation request)
      throws IOException {
    Headers fields = request.headers();
    var head = new StringBuilder();
    head.append(request.method()).append(' ').append(target).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(HOST).append("\r\n");
    if (fields.first("connection").isEmpty()) {
      head.append("Connection: close\r\n");
    }
    for (Header line : fields) {
      head.append(line.name()).append(": ").append(line.value()).append("\r\n");
    }
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    if (fields.first("transfer-encoding").isPresent()) {
      writeChunks(out, request.body().toByteArray());
    } else {
      request.body().writeTo(out);
    }
    out.flush();
  }

  private static void writeChunks(OutputStream out, byte[] body) throws IOException {
    int half = body.length / 2;
    for (int[] chunk : new int[][] {{0, half}, {half, body.length - half}}) {
      if (chunk[1] > 0) {
        out.write(
            (HexFormat.of().toHexDigits(chunk[1]) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(body, chunk[0], chunk[1]);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      }
    }
    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  private static Answer read(InputStream in, String method) throws IOException {
    Answer head = head(in);
    while (head.status() < 200) {
      head = head(in);
    }
    return head.with(body(in, method, head));
  }

  private static Answer head(InputStream in) throws IOException {
    String statusLine = line(in);
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      lines.add(Map.entry(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return new Answer(Integer.parseInt(statusLine, 9, 12, 10), lines, new byte[0]);
  }

  /** Where none may follow, whatever does, so that it is seen. */
  private static byte[] body(InputStream in, String method, Answer head) throws IOException {
    if (method.equals("HEAD") || head.status() == 204 || head.status() == 304) {
      return in.readAllBytes();
    }
    if (head.field("transfer-encoding").equalsIgnoreCase("chunked")) {
      return chunks(in);
    }
    String length = head.field("content-length");
    return length.isEmpty() ? in.readAllBytes() : exactly(in, Integer.parseInt(length));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      int length = Integer.parseInt(line(in).replaceFirst(";.*", ""), 16);
      if (length == 0) {
        return body.toByteArray();
      }
      body.writeBytes(exactly(in, length));
      line(in);
    }
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the body ended after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    int next = in.read();
    while (next != '\n') {
      if (next < 0) {
        throw new EOFException("the answer ended early, after: " + line);
      }
      line.write(next);
      next = in.read();
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }
}
