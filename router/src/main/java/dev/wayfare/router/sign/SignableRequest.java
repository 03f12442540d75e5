package dev.wayfare.router.sign;

import java.net.URI;

/**
 * The parts of a request that nobody on its way may change.
 *
 * @param uri as it is sent: whoever reads it must not take it for anything else
 * @param body all of it; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // It is read once, and up to 6 MiB.
public record SignableRequest(String method, URI uri, byte[] body) {}
