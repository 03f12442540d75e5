/** The Wasm engine behind neutral types; the only package that imports it. */
@NullMarked
package dev.wayfare.shim.engine;

import org.jspecify.annotations.NullMarked;
