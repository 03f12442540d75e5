package dev.wayfare.shim.contract;

import java.util.ArrayList;
import java.util.List;

/** Every method reaches the guest, with its case kept (RFC 9110 §9.1). */
final class MethodCases {
  private MethodCases() {}

  static List<Case> all() {
    var cases = new ArrayList<Case>();
    for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
      cases.add(Case.told(method + " reaches the guest", method, "/method?m=" + method));
    }
    cases.add(
        Case.told("TRACE reaches the guest", "TRACE", "/method")
            .meets("unusual-methods")
            .meets("trace"));
    for (String method : List.of("PURGE", "M-SEARCH")) {
      cases.add(
          Case.told("the method " + method + " reaches the guest", method, "/method")
              .meets("unusual-methods")
              .meets("other-methods"));
    }
    cases.add(
        Case.told("a method keeps its case", "get", "/method")
            .meets("unusual-methods")
            .meets("case-of-methods", Expected.Told.of("/method").withMethod("GET")));
    return cases;
  }
}
