/**
 * The providers' own price lists, read live: one source for each list, the refresh that judges what
 * they say before it is used, and the file that keeps the last good book.
 *
 * <p>A list that cannot be read, or that says something doubtful, changes nothing: the book in
 * force stays, and the report says why.
 */
@NullMarked
package dev.wayfare.pricing.source;

import org.jspecify.annotations.NullMarked;
