package dev.wayfare.router.proxy;

import dev.wayfare.router.config.RouterSettings;
import dev.wayfare.router.dispatch.DecisionJournal;
import dev.wayfare.router.dispatch.Routes;
import dev.wayfare.router.dispatch.TrafficListener;
import java.util.function.LongSupplier;

/**
 * What every event loop shares.
 *
 * @param routes the functions
 * @param settings the router's settings
 * @param nanoTicker measures time
 * @param listener is told what happens
 * @param journal keeps the last decisions
 */
public record ProxySetup(
    Routes routes,
    RouterSettings settings,
    LongSupplier nanoTicker,
    TrafficListener listener,
    DecisionJournal journal) {}
