@NullMarked
package dev.wayfare.router.observe;

import org.jspecify.annotations.NullMarked;
