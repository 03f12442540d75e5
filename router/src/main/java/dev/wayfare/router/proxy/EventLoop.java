package dev.wayfare.router.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;

/**
 * What the exchanges of one event loop share.
 *
 * @param client the connections to targets
 */
record EventLoop(ProxySetup setup, Vertx vertx, HttpClient client, RequestIds ids) {}
