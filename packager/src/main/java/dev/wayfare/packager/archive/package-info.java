/** Builds the archive that each cloud accepts: one class for each format. */
@NullMarked
package dev.wayfare.packager.archive;

import org.jspecify.annotations.NullMarked;
