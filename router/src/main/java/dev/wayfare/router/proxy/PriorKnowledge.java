package dev.wayfare.router.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.http.impl.tcp.Http1xOrH2CHandler;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a plain listener speaks HTTP/2 to clients who begin with it, and to no one who
 * asks for it by {@code Upgrade: h2c}.
 *
 * <p>That upgrade is obsolete (RFC 9113, section 3.1), any server may ignore it (RFC 9110, section
 * 7.8), and a proxy in front that passes it on unread opens a tunnel around its own rules. Vert.x
 * always answers it where it speaks HTTP/2 at all, and one whose settings are missing makes it keep
 * the request's body in memory forever (Vert.x 5.2.3, {@code Http1xUpgradeToH2CHandler}). So the
 * field is taken out before it gets there. A connection costs its first few bytes one by one, and
 * nothing after its first request.
 */
public final class PriorKnowledge {
  /** What Vert.x calls its handler of upgrades. */
  private static final String UPGRADE = "h2c";

  private PriorKnowledge() {}

  /** The best transport that this machine has, whose servers do that and ask {@code gate}. */
  public static Transport transport(Gate gate) {
    Transport own = Transport.nativeTransport();
    Transport best = own != null && own.available() ? own : Transport.NIO;
    return new Transport() {
      private final io.vertx.core.spi.transport.Transport sockets =
          new AttentiveTransport(best.implementation(), new Accepted(gate));

      @Override
      public String name() {
        return best.name();
      }

      @Override
      public boolean available() {
        return best.available();
      }

      @Override
      public @Nullable Throwable unavailabilityCause() {
        return best.unavailabilityCause();
      }

      @Override
      public io.vertx.core.spi.transport.Transport implementation() {
        return sockets;
      }
    };
  }

  /** Is given each new connection. */
  @ChannelHandler.Sharable
  private static final class Accepted extends ChannelInboundHandlerAdapter {
    private final Gate gate;

    Accepted(Gate gate) {
      this.gate = gate;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object connection) {
      Channel accepted = (Channel) connection;
      if (!gate.admits(context.channel(), accepted)) {
        accepted.unsafe().closeForcibly();
        return;
      }
      accepted.pipeline().addFirst(new FirstBytes(gate.patience()));
      context.fireChannelRead(connection);
    }
  }

  /**
   * Passes bytes on singly until it shows what a connection speaks. Up to then, and by HTTP/1.1
   * without TLS up to the first request, nobody else knows of the connection, so that it ends here
   * if that takes too long.
   */
  private static final class FirstBytes extends ChannelInboundHandlerAdapter {
    private final Duration patience;
    private @Nullable Future<?> end;

    FirstBytes(Duration patience) {
      this.patience = patience;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      end =
          context
              .executor()
              .schedule(
                  () -> context.channel().unsafe().closeForcibly(),
                  patience.toMillis(),
                  TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      ChannelPipeline pipeline = context.pipeline();
      while (pipeline.get(Http1xOrH2CHandler.class) != null && bytes.readableBytes() > 1) {
        context.fireChannelRead(bytes.readRetainedSlice(1));
      }
      if (pipeline.get(Http1xOrH2CHandler.class) == null) {
        if (pipeline.get(UPGRADE) != null && end != null) {
          pipeline.addBefore(UPGRADE, null, new FirstRequest(end));
          end = null;
        }
        pipeline.remove(this);
      }
      context.fireChannelRead(bytes);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      if (end != null) {
        end.cancel(false);
      }
    }
  }

  /** Takes the wish to upgrade out of a connection's first request: Vert.x asks no other. */
  private static final class FirstRequest extends ChannelInboundHandlerAdapter {
    private final Future<?> end;

    FirstRequest(Future<?> end) {
      this.end = end;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request) {
        if (request.headers().contains(HttpHeaderNames.UPGRADE, UPGRADE, true)) {
          request.headers().remove(HttpHeaderNames.UPGRADE);
        }
        context.pipeline().remove(this);
      }
      context.fireChannelRead(message);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      end.cancel(false);
    }
  }
}
