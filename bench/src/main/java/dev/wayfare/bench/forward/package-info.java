/** The router under load, beside HAProxy and nginx. */
@NullMarked
package dev.wayfare.bench.forward;

import org.jspecify.annotations.NullMarked;
