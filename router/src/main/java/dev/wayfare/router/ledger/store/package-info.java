/** Where a ledger is kept: a database file of this process, or PostgreSQL that replicas share. */
@NullMarked
package dev.wayfare.router.ledger.store;

import org.jspecify.annotations.NullMarked;
