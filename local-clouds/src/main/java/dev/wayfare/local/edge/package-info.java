/** A stand-in for a machine of one's own: the packaged server as it is. */
@NullMarked
package dev.wayfare.local.edge;

import org.jspecify.annotations.NullMarked;
