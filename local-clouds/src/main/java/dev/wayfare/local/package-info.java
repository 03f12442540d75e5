/** What every stand-in has in common: its options, the unpacked archive, its life and its end. */
@NullMarked
package dev.wayfare.local;

import org.jspecify.annotations.NullMarked;
