package dev.wayfare.router.config;

import java.nio.file.Path;
import java.util.function.Function;

/** Reads the section {@code request-log}. */
final class RequestLogSection {
  private static final String STDOUT = "stdout";

  private RequestLogSection() {}

  /**
   * @param resolve makes a path of the file one of this process
   */
  static RequestLogSettings read(Section section, Function<String, Path> resolve) {
    section.only("file", STDOUT, "max-size", "files");
    if (section.has(STDOUT)) {
      if (!section.required(STDOUT).bool()) {
        throw section.required(STDOUT).wrong("true; for no log leave the section out");
      }
      if (section.keys().size() > 1) {
        throw section.faultAt(STDOUT, "lines go to files or to standard output; remove the others");
      }
      return RequestLogSettings.STDOUT;
    }
    return new RequestLogSettings(
        resolve.apply(section.required("file").text()),
        DecisionLogSection.maxBytes(section),
        DecisionLogSection.files(section));
  }
}
