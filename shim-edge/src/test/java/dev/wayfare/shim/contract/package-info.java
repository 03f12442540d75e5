/** What every shim must do alike, run against each through its own way in. */
@NullMarked
package dev.wayfare.shim.contract;

import org.jspecify.annotations.NullMarked;
