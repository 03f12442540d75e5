/** Brings packages to the clouds, and tells what is there. */
@NullMarked
package dev.wayfare.deployer;

import org.jspecify.annotations.NullMarked;
