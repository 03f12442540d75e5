package dev.wayfare.local;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Speaks HTTP byte by byte, where a client would tidy up. */
public final class Wire {
  private Wire() {}

  /** Sends a request without a body, and gives all that comes back on the connection. */
  public static String exchange(int port, String method, String target, String... headerLines)
      throws IOException {
    return exchange(port, method, target, new byte[0], headerLines);
  }

  /** Sends a request, and gives all that comes back on the connection. */
  public static String exchange(
      int port, String method, String target, byte[] body, String... headerLines)
      throws IOException {
    var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nhost: localhost\r\n");
    head.append("connection: close\r\ncontent-length: ").append(body.length).append("\r\n");
    List.of(headerLines).forEach(line -> head.append(line).append("\r\n"));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
      out.write(body);
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** An address of this machine that is not loopback, if it has any. */
  public static Optional<InetAddress> outerAddress() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .findFirst();
  }
}
