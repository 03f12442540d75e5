/** The wayfare command: one class for each subcommand. */
@NullMarked
package dev.wayfare.cli;

import org.jspecify.annotations.NullMarked;
