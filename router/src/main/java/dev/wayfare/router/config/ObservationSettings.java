package dev.wayfare.router.config;

import org.jspecify.annotations.Nullable;

/**
 * What the router tells of each request, besides its metrics; null for what it does not.
 *
 * @param decisionLog where decisions are written
 * @param requestLog where requests are written
 * @param tracing where traces are sent
 */
public record ObservationSettings(
    @Nullable DecisionLogSettings decisionLog,
    @Nullable RequestLogSettings requestLog,
    @Nullable TracingSettings tracing) {}
