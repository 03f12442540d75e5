package dev.wayfare.router.health;

import java.time.Duration;

/**
 * What the next call to a target is expected to be like.
 *
 * @param latency until its response begins; failures count as slow
 * @param handlerTime what is billed
 * @param responseBytes the response's body
 */
public record Expectation(Duration latency, Duration handlerTime, long responseBytes) {}
