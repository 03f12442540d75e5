/** ZIP archives whose bytes depend on nothing but what is in them. */
@NullMarked
package dev.wayfare.packager.zip;

import org.jspecify.annotations.NullMarked;
