package dev.wayfare.local.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.local.Wire;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListenerTest {
  private static final int LIMIT_BYTES = 1 << 20;

  private final Vertx vertx = Listener.vertx();
  private Endpoint endpoint = request -> Reply.json(200, request.target());
  private Listener listener;

  @BeforeEach
  void open() throws IOException {
    listener =
        Listener.open(
            vertx, 0, LIMIT_BYTES, Reply.json(413, "large"), request -> endpoint.answer(request));
  }

  @AfterEach
  void close() {
    listener.close();
    var _ = vertx.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a%2Fb/../c//d;e?f=|&g=%zz&h={}", "/?", "//x", "/a?b?c"})
  void theTargetIsKeptAsItWasSent(String target) throws IOException {
    assertThat(Wire.exchange(listener.port(), "GET", target)).endsWith("\r\n\r\n" + target);
  }

  @Test
  void theAuthorityOfAnAbsoluteTargetIsTakenAway() throws IOException {
    assertThat(Wire.exchange(listener.port(), "GET", "http://a:1/b?c")).endsWith("\r\n\r\n/b?c");
    assertThat(Wire.exchange(listener.port(), "GET", "http://a?c")).endsWith("\r\n\r\n/?c");
  }

  @Test
  void headHasNoContent() throws IOException {
    assertThat(Wire.exchange(listener.port(), "HEAD", "/")).contains("200 OK").endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void someStatusesHaveNoContent(int status) throws IOException {
    endpoint = request -> Reply.json(status, "none of this");
    assertThat(Wire.exchange(listener.port(), "GET", "/"))
        .contains(" " + status + " ")
        .endsWith("\r\n\r\n");
  }

  @Test
  void aBodyAtTheLimitArrivesAndOneOverItIsRefused() throws IOException {
    endpoint = request -> Reply.json(200, "" + request.body().length());
    assertThat(Wire.exchange(listener.port(), "POST", "/", new byte[LIMIT_BYTES]))
        .endsWith("\r\n\r\n" + LIMIT_BYTES);
    assertThat(Wire.exchange(listener.port(), "POST", "/", new byte[LIMIT_BYTES + 1]))
        .contains(" 413 ")
        .endsWith("\r\n\r\nlarge");
  }

  @Test
  void whatAnEndpointThrowsIsA500() throws IOException {
    endpoint =
        request -> {
          throw new IllegalStateException("on purpose");
        };
    assertThat(Wire.exchange(listener.port(), "GET", "/")).contains(" 500 ");
  }

  @Test
  void onlyLoopbackIsListenedOn() throws IOException {
    Optional<InetAddress> outer = Wire.outerAddress();
    if (outer.isPresent()) {
      assertThatThrownBy(() -> new Socket(outer.get(), listener.port()))
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void aPortInUseIsRefusedInOneSentence() {
    assertThatIOException()
        .isThrownBy(
            () -> Listener.open(vertx, listener.port(), LIMIT_BYTES, Reply.empty(413), endpoint))
        .withMessageStartingWith("cannot listen on 127.0.0.1:" + listener.port());
  }
}
