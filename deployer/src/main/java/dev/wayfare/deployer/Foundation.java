package dev.wayfare.deployer;

import java.util.List;

/**
 * What an account needs before anything can be deployed to it, with the least rights: roles,
 * resource groups, places for packages.
 */
public interface Foundation {
  /**
   * What {@link #lay} would make or change, a sentence each with the rights; empty where all is
   * there.
   */
  List<String> missing();

  /** Makes what is missing; may be repeated. */
  void lay(Progress progress);
}
