/** Azure Functions in front of the function host. */
@NullMarked
package dev.wayfare.shim.azure;

import org.jspecify.annotations.NullMarked;
