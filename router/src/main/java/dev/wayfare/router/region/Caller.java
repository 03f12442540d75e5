package dev.wayfare.router.region;

import org.jspecify.annotations.Nullable;

/** Who sent a request, as far as the request and its connection tell. */
public interface Caller {
  /** One of whom nothing is known. */
  Caller UNKNOWN =
      new Caller() {
        @Override
        public @Nullable String header(String name) {
          return null;
        }

        @Override
        public @Nullable String address() {
          return null;
        }
      };

  /** The first value of the request's field {@code name}; null where it has none. */
  @Nullable String header(String name);

  /** The address at the other end of the connection, as a literal; null where it has none. */
  @Nullable String address();
}
