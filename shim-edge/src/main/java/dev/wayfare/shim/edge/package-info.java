/** A plain HTTP server in front of the function host, for a VM, a container or an edge node. */
@NullMarked
package dev.wayfare.shim.edge;

import org.jspecify.annotations.NullMarked;
