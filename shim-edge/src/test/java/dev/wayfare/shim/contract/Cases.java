package dev.wayfare.shim.contract;

import java.util.List;
import java.util.stream.Stream;

/** The contract: what must be the same wherever a function runs, as requests and their outcomes. */
public final class Cases {
  private Cases() {}

  /** Those that every shim can be entered with. */
  public static List<Case> ofShims() {
    return Stream.of(
            MethodCases.all(),
            TargetCases.ofUris(),
            FieldCases.all(),
            BodyCases.all(),
            StatusCases.all(),
            AnswerCases.all(),
            RandomCases.all())
        .flatMap(List::stream)
        .toList();
  }

  /** All, with those that a platform may stop before a shim. */
  public static List<Case> all() {
    return Stream.of(ofShims(), TargetCases.ofNoUris(), BodyCases.ofWires(), FieldCases.ofWires())
        .flatMap(List::stream)
        .toList();
  }
}
