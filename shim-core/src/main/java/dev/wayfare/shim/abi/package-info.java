/** How a guest is spoken to: one class for each guest ABI, found by what the module exports. */
@NullMarked
package dev.wayfare.shim.abi;

import org.jspecify.annotations.NullMarked;
