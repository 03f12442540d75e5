@NullMarked
package dev.wayfare.router.prices;

import org.jspecify.annotations.NullMarked;
