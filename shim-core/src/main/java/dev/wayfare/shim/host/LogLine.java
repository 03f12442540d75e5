package dev.wayfare.shim.host;

import java.time.Instant;
import java.util.Map;

/**
 * One line of a function's log.
 *
 * @param time when
 * @param level how much it matters
 * @param request the id of the request it belongs to; empty where it belongs to none
 * @param source who said it: "host", or of the guest "stdout", "stderr" or "guest" (by a log call),
 *     or "denied" for what the host refused it
 * @param message what, without a secret's value and without control characters
 * @param fields what else is known, such as the status, or the platform's id of the request
 */
public record LogLine(
    Instant time,
    System.Logger.Level level,
    String request,
    String source,
    String message,
    Map<String, String> fields) {}
