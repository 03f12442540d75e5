package dev.wayfare.router.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The PEM files of the listener's TLS; they are read again when they change.
 *
 * @param certificate the router's certificate, followed by those that link it to a root
 * @param key its private key, not encrypted
 * @param clientCa who signs the certificates of clients, or null where clients need none
 */
public record TlsSettings(Path certificate, Path key, @Nullable Path clientCa) {}
