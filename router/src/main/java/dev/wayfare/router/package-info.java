/** The router: sends each request to the cheapest healthy place that its function runs in. */
@NullMarked
package dev.wayfare.router;

import org.jspecify.annotations.NullMarked;
