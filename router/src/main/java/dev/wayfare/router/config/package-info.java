/**
 * The router's configuration: {@code wayfare.yaml}, read with a line and a column for every fault.
 */
@NullMarked
package dev.wayfare.router.config;

import org.jspecify.annotations.NullMarked;
