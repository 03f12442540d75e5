/** What proves to the platform of a target that it is the router that calls. */
@NullMarked
package dev.wayfare.router.sign;

import org.jspecify.annotations.NullMarked;
