package dev.wayfare.shim.edge;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** A TLS handshake without a network. */
final class Handshake {
  private static final int RECORD_BYTES = 1 << 16;

  private final SSLEngine client;
  private final SSLEngine server;
  private final ByteBuffer toServer = ByteBuffer.allocate(RECORD_BYTES);
  private final ByteBuffer toClient = ByteBuffer.allocate(RECORD_BYTES);

  Handshake(SSLEngine client, SSLEngine server) {
    this.client = client;
    this.server = server;
    client.setUseClientMode(true);
  }

  /** The name in the certificate that the server shows. */
  String peer() throws SSLException {
    client.beginHandshake();
    server.beginHandshake();
    while (client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
      step(client, toClient, toServer);
      step(server, toServer, toClient);
    }
    return client.getSession().getPeerPrincipal().getName();
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> {
        for (Runnable task = engine.getDelegatedTask();
            task != null;
            task = engine.getDelegatedTask()) {
          task.run();
        }
      }
      case NEED_WRAP -> {
        var unused = engine.wrap(ByteBuffer.allocate(0), out);
      }
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> {
        in.flip();
        var unused = engine.unwrap(in, ByteBuffer.allocate(RECORD_BYTES));
        in.compact();
      }
    }
  }
}
