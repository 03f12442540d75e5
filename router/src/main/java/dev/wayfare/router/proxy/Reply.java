package dev.wayfare.router.proxy;

import dev.wayfare.router.dispatch.ResponseVerdict;
import dev.wayfare.router.health.Fault;

/**
 * The answer of the target that was chosen for it, from its head on: it is the client's whatever
 * becomes of it. Where it breaks, so does the client's connection: an answer that is not whole
 * never ends like one that is.
 */
final class Reply {
  private final Exchange exchange;
  private final Attempt answered;
  private final ResponseRelay relay;

  /** An answer of {@code answered}, whose head {@code relay} has passed on. */
  Reply(Exchange exchange, Attempt answered, ResponseRelay relay) {
    this.exchange = exchange;
    this.answered = answered;
    this.relay = relay;
  }

  /** Passes its body on. */
  void begin(ResponseVerdict verdict) {
    relay.body(
        bytes -> {
          answered.record().answered(verdict, bytes);
          if (exchange.isBodyLeft()) {
            answered.sever();
          }
          exchange.finish(bytes);
        },
        exchange::sent,
        cause -> {
          answered.record().failed(Fault.RESET, relay.bytes());
          answered.cancel();
          exchange.cutOff();
        });
  }

  /**
   * It did not end in time; a client that reads too slowly is its own fault.
   *
   * @param clientSends whether the client is still to send what the target waits for
   */
  void stalled(boolean clientSends) {
    if (relay.awaitsClient() || clientSends) {
      answered.record().abandoned(true, relay.bytes());
    } else {
      answered.record().failed(Fault.TIMEOUT, relay.bytes());
    }
    answered.cancel();
    exchange.cutOff();
  }

  /** Nobody wants it any more. */
  void abandoned() {
    answered.record().abandoned(true, relay.bytes());
    answered.cancel();
  }
}
