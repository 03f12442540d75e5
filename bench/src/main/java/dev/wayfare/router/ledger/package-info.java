/** What booking costs the router. */
@NullMarked
package dev.wayfare.router.ledger;

import org.jspecify.annotations.NullMarked;
