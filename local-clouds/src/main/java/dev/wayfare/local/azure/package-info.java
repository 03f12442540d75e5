/** An emulation of the Azure Functions host and its Java worker. */
@NullMarked
package dev.wayfare.local.azure;

import org.jspecify.annotations.NullMarked;
