package dev.wayfare.router.proxy;

import io.vertx.core.Vertx;
import java.util.random.RandomGenerator;

/**
 * What the exchanges of one event loop share.
 *
 * @param upstream the way to targets
 * @param total ends requests that take too long
 * @param perTry ends tries that do
 * @param clients the connections of clients
 * @param hops what the router says of itself
 * @param random draws targets; this loop's own
 */
record EventLoop(
    ProxySetup setup,
    Vertx vertx,
    Upstream upstream,
    Countdown total,
    Countdown perTry,
    ClientConnections clients,
    RequestIds ids,
    Hops hops,
    RandomGenerator random) {}
