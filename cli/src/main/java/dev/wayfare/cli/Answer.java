package dev.wayfare.cli;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.InvocationResult;
import java.util.ArrayList;
import java.util.List;

/** What somebody answered to a request. */
record Answer(int status, List<Header> headers, Body body) {
  Answer {
    headers = List.copyOf(headers);
  }

  /** What a function host answered. */
  static Answer of(InvocationResult result) {
    var headers = new ArrayList<Header>();
    result.headers().forEach(headers::add);
    return new Answer(result.status(), headers, result.body());
  }
}
