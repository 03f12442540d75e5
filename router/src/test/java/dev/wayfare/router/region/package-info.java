@org.jspecify.annotations.NullMarked
package dev.wayfare.router.region;
