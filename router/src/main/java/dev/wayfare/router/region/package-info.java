/** Where callers and targets are, as far as the file says so. */
@NullMarked
package dev.wayfare.router.region;

import org.jspecify.annotations.NullMarked;
