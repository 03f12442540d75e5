/** Usage and spend of the month so far, and what one more call costs at that position. */
@NullMarked
package dev.wayfare.router.ledger;

import org.jspecify.annotations.NullMarked;
