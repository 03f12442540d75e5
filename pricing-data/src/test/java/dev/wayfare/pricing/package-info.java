@NullMarked
package dev.wayfare.pricing;

import org.jspecify.annotations.NullMarked;
