/** WASI preview 1 for guests, over memory alone: no call here can reach a file of the host. */
@NullMarked
package dev.wayfare.shim.wasi;

import org.jspecify.annotations.NullMarked;
