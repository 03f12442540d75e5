/**
 * A router in virtual time: the code that decides, learns and accounts, without sockets, under a
 * workload that is drawn from a seed. Equal arguments give equal results.
 */
@NullMarked
package dev.wayfare.router.simulate;

import org.jspecify.annotations.NullMarked;
