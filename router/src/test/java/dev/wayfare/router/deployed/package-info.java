@NullMarked
package dev.wayfare.router.deployed;

import org.jspecify.annotations.NullMarked;
