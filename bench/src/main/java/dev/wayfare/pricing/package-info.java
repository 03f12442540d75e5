/** What quotes cost the router. */
@NullMarked
package dev.wayfare.pricing;

import org.jspecify.annotations.NullMarked;
