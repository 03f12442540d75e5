package dev.wayfare.shim.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wayfare.shim.Header;
import java.util.ArrayList;
import java.util.List;

/** Every final status is the guest's; what is none is a 502. */
final class StatusCases {
  private static final List<Header> TEXT = List.of(new Header("content-type", "text/plain"));

  private StatusCases() {}

  static List<Case> all() {
    var cases = new ArrayList<Case>();
    for (int status = 200; status <= 599; status++) {
      cases.add(answered("GET", status, hasBody(status) ? "answered\n" : ""));
    }
    for (int status : List.of(200, 404, 500)) {
      cases.add(answered("HEAD", status, ""));
    }
    for (int status : List.of(100, 101, 103, 199, 600, 999)) {
      cases.add(
          Case.told("the status " + status + " is no answer", "GET", "/answer/" + status)
              .expecting(new Expected.Refused(502)));
    }
    cases.add(
        Case.told("a trap is a 500 of the shim", "GET", "/trap")
            .expecting(new Expected.Refused(500)));
    return cases;
  }

  private static Case answered(String method, int status, String body) {
    return Case.told(
            "a guest's " + status + " is the answer to " + method, method, "/answer/" + status)
        .expecting(Expected.Answered.of(status, TEXT, body.getBytes(UTF_8)));
  }

  /** RFC 9110 §6.4.1 and §15.3.6. */
  private static boolean hasBody(int status) {
    return status != 204 && status != 205 && status != 304;
  }
}
