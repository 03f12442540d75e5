package dev.wayfare.shim.host;

/**
 * What a function host does now and has done since its start.
 *
 * @param readyGuests guests that wait for a request
 * @param leasedGuests guests that serve one
 * @param madeGuests guests made
 * @param discardedGuests guests thrown away: after a failure, after their last use, or where they
 *     cannot be put back
 * @param waitingInvocations invocations that wait for a guest thread
 * @param invocations invocations that got one
 * @param waitedNanos how long these waited for it, all together
 * @param longestWaitNanos how long the one waited that waited longest
 * @param rejectedInvocations invocations refused with 503, since the queue was full
 */
public record HostFigures(
    int readyGuests,
    int leasedGuests,
    long madeGuests,
    long discardedGuests,
    int waitingInvocations,
    long invocations,
    long waitedNanos,
    long longestWaitNanos,
    long rejectedInvocations) {}
