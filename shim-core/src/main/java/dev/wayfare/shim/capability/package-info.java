/** What a guest can be granted: files, scratch space, time, randomness, and a log to write to. */
@NullMarked
package dev.wayfare.shim.capability;

import org.jspecify.annotations.NullMarked;
