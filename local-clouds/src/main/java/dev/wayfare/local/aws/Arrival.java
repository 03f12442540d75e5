package dev.wayfare.local.aws;

import dev.wayfare.local.http.Request;
import java.time.Instant;

/**
 * A request that came to a front.
 *
 * @param request what came
 * @param requestId what the front calls it
 * @param traceId its tracing header, where the caller sent none
 * @param time when it came
 */
public record Arrival(Request request, String requestId, String traceId, Instant time) {}
