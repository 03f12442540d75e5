package dev.wayfare.router;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import javax.net.ServerSocketFactory;

/**
 * A target that reads whole requests, notes which it got, and answers each with bytes of its own,
 * in one of the ways in which a network or a platform spoils that.
 */
final class FaultyTarget implements AutoCloseable {
  private static final long SLOW_NANOS = 150_000_000;

  private final ServerSocket server;
  private final Supplier<Fault> faults;
  private final Notes notes;

  /** What goes wrong with one request. */
  enum Fault {
    NONE,
    RESET_AFTER_HEAD,
    RESET_AFTER_REQUEST,
    HALF_OPEN,
    GARBAGE,
    HALF_A_HEAD,
    UNAVAILABLE,
    SLOW_FIRST_BYTE,
    SLOW_LAST_BYTE,
    MORE_THAN_SAID,
    LESS_THAN_SAID,
    RESET_MID_BODY,
    CHUNKS_WITHOUT_END;

    /** True where the answer's head is passed on before anybody can know. */
    boolean cutsAnswers() {
      return this == LESS_THAN_SAID || this == RESET_MID_BODY || this == CHUNKS_WITHOUT_END;
    }
  }

  /** What all targets saw, together. */
  static final class Notes {
    /** How often each request reached a function. */
    final Map<String, AtomicInteger> reached = new ConcurrentHashMap<>();

    /** Requests whose body was not what their sender said, with its length. */
    final Map<String, Integer> wrongBytes = new ConcurrentHashMap<>();

    final AtomicInteger cutAnswers = new AtomicInteger();
    final Map<Fault, AtomicInteger> faults = new ConcurrentHashMap<>();
  }

  private record Request(Map<String, String> fields, String latin1) {
    byte[] body() {
      return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  FaultyTarget(ServerSocketFactory sockets, Supplier<Fault> faults, Notes notes) {
    this.faults = faults;
    this.notes = notes;
    try {
      server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  static String sum(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return Long.toHexString(sum.getValue());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (respond(socket, in)) {
        // The connection is kept for the next one.
      }
    } catch (IOException e) {
      // The other side is gone: so is the reason for this connection.
    }
  }

  private boolean respond(Socket socket, InputStream in) throws IOException {
    String head = RawClient.readHead(in);
    Fault fault = faults.get();
    notes.faults.computeIfAbsent(fault, it -> new AtomicInteger()).incrementAndGet();
    if (fault == Fault.RESET_AFTER_HEAD) {
      RawTarget.reset(socket);
      return false;
    }
    Request request = request(head, in);
    String id = request.fields().getOrDefault("x-id", "");
    notes.reached.computeIfAbsent(id, it -> new AtomicInteger()).incrementAndGet();
    boolean isProbe = head.startsWith("HEAD ");
    if (!isProbe && !sum(request.body()).equals(request.fields().get("x-sum"))) {
      notes.wrongBytes.put(head, request.body().length);
    }
    if (fault.cutsAnswers()) {
      notes.cutAnswers.incrementAndGet();
    }
    return answer(socket, fault, request.body());
  }

  private static Request request(String head, InputStream in) throws IOException {
    Map<String, String> fields = new ConcurrentHashMap<>();
    head.lines()
        .skip(1)
        .filter(line -> line.contains(":"))
        .forEach(
            line ->
                fields.put(
                    line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
                    line.substring(line.indexOf(':') + 1).strip()));
    boolean isChunked = "chunked".equals(fields.get("transfer-encoding"));
    int length = Integer.parseInt(fields.getOrDefault("content-length", "0"));
    byte[] body = isChunked ? chunks(in) : in.readNBytes(length);
    if (!isChunked && body.length < length) {
      throw new IOException("the request ended early: no function is run for a part of one");
    }
    return new Request(fields, new String(body, StandardCharsets.ISO_8859_1));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int length = Integer.parseInt(line(in), 16);
      body.writeBytes(in.readNBytes(length));
      line(in);
      if (length == 0) {
        return body.toByteArray();
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the body ended early");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  /** Answers with the request's body turned round; true where the connection goes on. */
  private static boolean answer(Socket socket, Fault fault, byte[] body) throws IOException {
    byte[] answer = new byte[body.length];
    for (int i = 0; i < body.length; i++) {
      answer[i] = (byte) ~body[body.length - 1 - i];
    }
    String fields = "x-sum: " + sum(answer) + "\nwayfare-meter: " + StubTarget.GUEST + "\n";
    String whole = "HTTP/1.1 200 OK\n" + fields + "Content-Length: " + answer.length + "\n\n";
    OutputStream out = socket.getOutputStream();
    switch (fault) {
      case NONE -> {
        RawTarget.write(socket, whole);
        out.write(answer);
        return true;
      }
      case RESET_AFTER_HEAD, RESET_AFTER_REQUEST -> RawTarget.reset(socket);
      case HALF_OPEN -> socket.getInputStream().readAllBytes();
      case GARBAGE -> RawTarget.write(socket, "\u0001\u0002 what?\n\n");
      case HALF_A_HEAD -> RawTarget.write(socket, "HTTP/1.1 200 OK\nx-su");
      case UNAVAILABLE -> RawTarget.write(socket, "HTTP/1.1 503 No\nContent-Length: 0\n\n");
      case SLOW_FIRST_BYTE -> {
        LockSupport.parkNanos(SLOW_NANOS);
        RawTarget.write(socket, whole);
        out.write(answer);
      }
      case SLOW_LAST_BYTE -> {
        RawTarget.write(socket, whole);
        int last = Math.max(0, answer.length - 1);
        out.write(answer, 0, last);
        LockSupport.parkNanos(SLOW_NANOS);
        out.write(answer, last, answer.length - last);
      }
      case MORE_THAN_SAID -> {
        RawTarget.write(socket, whole);
        out.write(answer);
        // No whole answer: of one that comes when the next request was sent, nobody could tell.
        RawTarget.write(socket, "surplus\n\n");
      }
      case LESS_THAN_SAID -> {
        RawTarget.write(socket, "HTTP/1.1 200 OK\nContent-Length: " + (answer.length + 1) + "\n\n");
        out.write(answer);
      }
      case RESET_MID_BODY -> {
        RawTarget.write(socket, "HTTP/1.1 200 OK\nContent-Length: " + (answer.length + 9) + "\n\n");
        out.write(answer);
        RawTarget.reset(socket);
      }
      case CHUNKS_WITHOUT_END ->
          RawTarget.write(socket, "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n4\npart\n");
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
