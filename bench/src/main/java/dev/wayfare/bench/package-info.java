/** Programs that measure a whole process, and what they share. */
@NullMarked
package dev.wayfare.bench;

import org.jspecify.annotations.NullMarked;
