package dev.wayfare.router.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Another transport, whose servers show each connection to a handler before anybody else.
 *
 * @param accepted is given the connections, as the servers' own channels read them; sharable
 */
record AttentiveTransport(Transport other, ChannelHandler accepted) implements Transport {
  @Override
  public void configure(TcpConfig config, boolean isDomainSocket, ServerBootstrap server) {
    other.configure(config, isDomainSocket, server);
    server.handler(accepted);
  }

  @Override
  public boolean supportsDomainSockets() {
    return other.supportsDomainSockets();
  }

  @Override
  public boolean supportFileRegion() {
    return other.supportFileRegion();
  }

  @Override
  public boolean isAvailable() {
    return other.isAvailable();
  }

  @Override
  public @Nullable Throwable unavailabilityCause() {
    return other.unavailabilityCause();
  }

  @Override
  public java.net.SocketAddress convert(SocketAddress address) {
    return other.convert(address);
  }

  @Override
  public SocketAddress convert(java.net.SocketAddress address) {
    return other.convert(address);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return other.ioHandlerFactory();
  }

  @Override
  public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
    return other.eventLoopGroup(type, threads, factory, ioRatio);
  }

  @Override
  @SuppressWarnings("deprecation") // The interface names it.
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return other.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return other.datagramChannelFactory();
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean isDomainSocket) {
    return other.channelFactory(isDomainSocket);
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean isDomainSocket) {
    return other.serverChannelFactory(isDomainSocket);
  }

  @Override
  public void configure(DatagramChannel channel, DatagramSocketOptions options) {
    other.configure(channel, options);
  }

  @Override
  public void configure(TcpConfig config, boolean isDomainSocket, Bootstrap client) {
    other.configure(config, isDomainSocket, client);
  }
}
