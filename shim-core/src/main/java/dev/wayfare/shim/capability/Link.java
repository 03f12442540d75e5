package dev.wayfare.shim.capability;

import java.nio.charset.StandardCharsets;

/** A symbolic link: a path that is followed from the directory that holds the link. */
public final class Link extends Node {
  private final String target;

  Link(long id, String target) {
    super(id);
    this.target = target;
  }

  /** The path it stands for, as it was given. */
  public String target() {
    return target;
  }

  @Override
  public long sizeBytes() {
    return target.getBytes(StandardCharsets.UTF_8).length;
  }
}
