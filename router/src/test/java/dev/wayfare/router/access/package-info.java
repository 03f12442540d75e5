@NullMarked
package dev.wayfare.router.access;

import org.jspecify.annotations.NullMarked;
