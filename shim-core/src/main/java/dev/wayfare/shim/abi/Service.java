package dev.wayfare.shim.abi;

import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.capability.GuestLog;
import dev.wayfare.shim.wasi.Octets;
import dev.wayfare.shim.wasi.Program;
import java.util.List;

/** What all guests of a host are served with. */
public final class Service {
  private final HostConfig config;
  private final NextHandler next;
  private final List<Octets> arguments;

  /**
   * What is the same for all guests.
   *
   * @param name the module's file name, a program's first argument
   * @param config the bounds, the grants, and what a guest reads as its configuration
   * @param next answers what a guest passes on
   */
  public Service(String name, HostConfig config, NextHandler next) {
    this.config = config;
    this.next = next;
    this.arguments = List.of(Octets.utf8(name));
  }

  /** The bounds, the grants, and what a guest reads as its configuration. */
  public HostConfig config() {
    return config;
  }

  /** What a guest is started with where its standard output is no response. */
  public Program logged(GuestLog log) {
    return Program.logged(arguments, List.of(), log);
  }

  NextHandler next() {
    return next;
  }

  Limits limits() {
    return config.limits();
  }

  /** The command line but for what is granted. */
  List<Octets> arguments() {
    return arguments;
  }
}
