/**
 * What one more invocation costs: meters, tiers, free allowances, rounding, and a dated snapshot of
 * the providers' list prices with its sources.
 *
 * <p>Start at {@link dev.wayfare.pricing.PriceBook#shipped()}. Money is US dollars as exact
 * decimals, list price, without taxes, credits or discounts. A price that is not sourced is never
 * zero and never a guess: the look-up says {@link dev.wayfare.pricing.PriceLookup.Unpriced} and
 * why.
 */
@NullMarked
package dev.wayfare.pricing;

import org.jspecify.annotations.NullMarked;
