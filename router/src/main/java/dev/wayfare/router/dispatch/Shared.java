package dev.wayfare.router.dispatch;

import dev.wayfare.router.health.Ejections;
import dev.wayfare.router.health.FunctionEstimates;

/**
 * What a function's targets have in common, whichever they are.
 *
 * @param estimates what is known of it on all of them
 * @param ejections how many of them may be out
 * @param retries how many of its requests may be tried again
 */
record Shared(FunctionEstimates estimates, Ejections ejections, RetryBudget retries) {}
