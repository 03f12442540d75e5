package dev.wayfare.deployer;

import java.time.Instant;

/** A line that a function wrote, as its provider kept it; without the line's end. */
public record LogLine(Instant at, String text) {}
