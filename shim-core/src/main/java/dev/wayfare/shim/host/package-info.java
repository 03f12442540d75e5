/** The function host: the one way in for every shim. */
@NullMarked
package dev.wayfare.shim.host;

import org.jspecify.annotations.NullMarked;
