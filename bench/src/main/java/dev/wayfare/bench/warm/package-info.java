/** What shims add to the host's own time, once all is warm. */
@NullMarked
package dev.wayfare.bench.warm;

import org.jspecify.annotations.NullMarked;
