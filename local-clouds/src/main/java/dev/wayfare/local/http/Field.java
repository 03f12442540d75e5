package dev.wayfare.local.http;

/**
 * One header field line.
 *
 * @param name its name, in the case it has on the wire
 * @param value its value
 */
public record Field(String name, String value) {}
