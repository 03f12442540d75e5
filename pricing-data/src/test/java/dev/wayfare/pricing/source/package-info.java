@NullMarked
package dev.wayfare.pricing.source;

import org.jspecify.annotations.NullMarked;
