package dev.wayfare.router.proxy;

import dev.wayfare.router.access.Access;
import dev.wayfare.router.config.RouterSettings;
import dev.wayfare.router.dispatch.DecisionJournal;
import dev.wayfare.router.dispatch.Drain;
import dev.wayfare.router.dispatch.Load;
import dev.wayfare.router.dispatch.Passage;
import dev.wayfare.router.dispatch.Routes;
import dev.wayfare.router.dispatch.Tracing;
import dev.wayfare.router.dispatch.TrafficListener;
import dev.wayfare.router.sign.Credentials;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What every event loop shares.
 *
 * @param routes the functions
 * @param access who may call them
 * @param settings the router's settings
 * @param drain whether the router is about to end
 * @param load what they have taken on together
 * @param credentials what the router proves itself with to platforms
 * @param tls the files of TLS towards targets
 * @param nanoTicker measures time
 * @param listener is told what happens
 * @param journal keeps the last decisions
 * @param ended is given each request once it has ended, mostly before the client can see that;
 *     called on event loops, it must not block
 * @param tracing traces requests, or null where nobody asked for that
 */
public record ProxySetup(
    Routes routes,
    Access access,
    RouterSettings settings,
    Drain drain,
    Load load,
    Credentials credentials,
    TargetTls tls,
    LongSupplier nanoTicker,
    TrafficListener listener,
    DecisionJournal journal,
    Consumer<Passage> ended,
    @Nullable Tracing tracing) {}
