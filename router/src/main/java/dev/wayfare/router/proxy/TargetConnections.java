package dev.wayfare.router.proxy;

import dev.wayfare.router.config.Bounds;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How the router connects to targets: by TLS, in the newest version of HTTP that the other side
 * names; without, by HTTP/1.1, or HTTP/2 where the target's configuration says so.
 */
final class TargetConnections {
  /** Less than what common servers keep, so that it is mostly the router who closes. */
  private static final int KEEP_ALIVE_SECONDS = 15;

  /**
   * The fields of an answer that all are carried, which takes a third more than what a function may
   * have; and the meter.
   */
  private static final int MAX_RESPONSE_FIELDS_BYTES = 96 << 10;

  private TargetConnections() {}

  static HttpClientOptions options(Bounds bounds) {
    int connectMillis = (int) bounds.connectTimeout().toMillis();
    return new HttpClientOptions()
        .setConnectTimeout(connectMillis)
        .setSslHandshakeTimeout(connectMillis)
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
        .setHttp2ClearTextUpgrade(false)
        .setHttp2MultiplexingLimit(Multiplexing.MOST_STREAMS)
        .setHttp2KeepAliveTimeout(KEEP_ALIVE_SECONDS)
        .setInitialSettings(Multiplexing.unpushed().setMaxHeaderListSize(MAX_RESPONSE_FIELDS_BYTES))
        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
        .setDecompressionSupported(false)
        .setMaxHeaderSize(MAX_RESPONSE_FIELDS_BYTES);
  }

  /** One of {@code loops} pools, which share the bounds. */
  static PoolOptions pool(Bounds bounds, int loops) {
    int connections = Math.ceilDiv(bounds.maxConnectionsPerTarget(), loops);
    return new PoolOptions()
        .setHttp1MaxSize(connections)
        .setHttp2MaxSize(connections)
        .setMaxWaitQueueSize(Math.ceilDiv(bounds.maxWaitingPerTarget(), loops));
  }

  /** The version to speak, or null where the handshake of TLS settles it. */
  static @Nullable HttpVersion version(boolean isTls, boolean isH2c) {
    if (isTls) {
      return null;
    }
    return isH2c ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1;
  }
}
