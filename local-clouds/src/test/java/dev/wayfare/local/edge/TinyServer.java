package dev.wayfare.local.edge;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A server that takes the options and says the words of the packaged one. */
public final class TinyServer {
  private TinyServer() {}

  /** Serves until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[3]);
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName(arguments[1]), port), 0);
    server.createContext("/", exchange -> exchange.sendResponseHeaders(203, -1));
    server.start();
    System.out.println("something else first");
    System.out.println("listening http://127.0.0.1:" + server.getAddress().getPort());
    var _ = System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }
}
