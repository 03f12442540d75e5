/** Events of a cloud, as every guest gets them alike: CloudEvents over HTTP. */
@NullMarked
package dev.wayfare.shim.event;

import org.jspecify.annotations.NullMarked;
