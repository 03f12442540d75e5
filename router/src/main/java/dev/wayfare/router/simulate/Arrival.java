package dev.wayfare.router.simulate;

/**
 * A request, which is the same wherever it is sent.
 *
 * @param nanos when it comes, from the start
 * @param function its function, by its place in the configuration
 * @param workNanos how long it takes on a usual place
 * @param responseBytes the size of its answer
 * @param repeatable whether it can be sent again
 */
record Arrival(
    long nanos, int function, double workNanos, long responseBytes, boolean repeatable) {}
