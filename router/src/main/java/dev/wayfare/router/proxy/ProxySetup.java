package dev.wayfare.router.proxy;

import dev.wayfare.router.config.RouterSettings;
import dev.wayfare.router.dispatch.DecisionJournal;
import dev.wayfare.router.dispatch.DecisionRecord;
import dev.wayfare.router.dispatch.Load;
import dev.wayfare.router.dispatch.Routes;
import dev.wayfare.router.dispatch.TrafficListener;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What every event loop shares.
 *
 * @param routes the functions
 * @param settings the router's settings
 * @param load what they have taken on together
 * @param nanoTicker measures time
 * @param listener is told what happens
 * @param journal keeps the last decisions
 * @param log is given each decision once its request has ended; called on event loops, it must not
 *     block
 */
public record ProxySetup(
    Routes routes,
    RouterSettings settings,
    Load load,
    LongSupplier nanoTicker,
    TrafficListener listener,
    DecisionJournal journal,
    Consumer<DecisionRecord> log) {}
