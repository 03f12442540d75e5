package dev.wayfare.cli;

import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.host.FunctionHost;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a function's module answers to golden requests in this process, with the settings that it
 * has everywhere.
 *
 * @param own by request, in their order
 */
record GoldenAnswers(Map<GoldenCase, Answer> own) {
  GoldenAnswers {
    own = Collections.unmodifiableMap(new LinkedHashMap<>(own));
  }

  /** Asks {@code module}, which {@code function} names, with its files. */
  static GoldenAnswers of(
      FunctionConfig function, CompiledModule module, List<GoldenCase> requests) {
    Map<GoldenCase, Answer> answers = new LinkedHashMap<>();
    try (FunctionHost host = Trial.host(module, function.host())) {
      requests.forEach(request -> answers.put(request, answer(host, request)));
    }
    return new GoldenAnswers(answers);
  }

  private static Answer answer(FunctionHost host, GoldenCase request) {
    return Answer.of(
        host.invoke(
            Invocation.builder()
                .method(request.method())
                .target(request.target())
                .headers(Headers.of(request.headers()))
                .remoteAddress("127.0.0.1")
                .body(request.body())
                .build()));
  }

  List<GoldenCase> requests() {
    return List.copyOf(own.keySet());
  }

  /** In what they differ from the answers that the requests' files have. */
  List<VerifiedTarget.Difference> unlikeTheirFiles() {
    var differences = new ArrayList<VerifiedTarget.Difference>();
    own.forEach(
        (request, answer) -> {
          Answer expected = request.answer();
          if (expected != null) {
            AnswerComparison.ofNamed(expected, answer)
                .forEach(what -> differences.add(new VerifiedTarget.Difference(request, what)));
          }
        });
    return differences;
  }
}
