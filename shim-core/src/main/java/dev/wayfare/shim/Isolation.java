package dev.wayfare.shim;

import java.util.Locale;

/** What a guest may find of the requests it served before. */
public enum Isolation {
  /** Nothing: every request sees a guest that nobody used. */
  REQUEST,
  /**
   * All of it: a guest goes on as the last request left it, as a process would. For a module that
   * caches what any caller may see.
   */
  INSTANCE;

  /** The name in a configuration, such as "request". */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
