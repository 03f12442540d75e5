package dev.wayfare.router.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, as far as it is known.
 *
 * @param name as logs show it, on one line; null for whoever has no credential
 * @param consumer for whom its calls are entered into the ledger
 */
public record Sender(@Nullable String name, String consumer) {}
