package dev.wayfare.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The same modules here and in Node's V8, turn by turn in one run, so that what else the machine
 * does falls on all sides alike. Prints medians of the rounds' medians, and their ratio to V8's.
 */
public final class Beside {
  /**
   * The functions of the guest "cpu", each with its argument: small enough to be called often, for
   * HotSpot compiles a method for good only after some thousand calls.
   */
  static final Map<String, Integer> CPU =
      new TreeMap<>(
          Map.of(
              "fib", 27, "hash", 1 << 18, "fnv", 1 << 18, "xxhash", 1 << 18, "sieve", 1 << 16,
              "matmul", 60));

  private static final int WARM_UP_ROUNDS = 8;
  private static final int ROUNDS = 15;

  private static final String ROOT = System.getProperty("wayfare.root", ".");

  private Beside() {}

  /** Takes the names of what is to be compared; all if there is none. */
  public static void main(String[] arguments) throws IOException {
    List<String> names = new ArrayList<>(List.of(arguments));
    if (names.isEmpty()) {
      names.add("hello");
      names.addAll(CPU.keySet());
    }
    Map<String, Side> sides = new LinkedHashMap<>();
    sides.put("v8", new Side("node", ROOT + "/bench/peer.mjs", json()));
    sides.put("wayfare", java("tracked"));
    sides.put("untracked", java("untracked"));
    for (String name : names) {
      compare(name, sides);
    }
    for (Side side : sides.values()) {
      side.close();
    }
  }

  private static void compare(String name, Map<String, Side> sides) throws IOException {
    Map<String, List<String>> answers = new LinkedHashMap<>();
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      for (var side : sides.entrySet()) {
        String answer = side.getValue().ask(name);
        if (round >= 0 && !answer.equals("none")) {
          answers.computeIfAbsent(side.getKey(), key -> new ArrayList<>()).add(answer);
        }
      }
    }
    double v8 = median(answers.getOrDefault("v8", List.of()), 0);
    answers.forEach(
        (side, all) ->
            System.out.printf(
                "%-8s %-10s p50 %10.2f us  p99 %10.2f us  %5.2f of v8%n",
                name, side, median(all, 0) / 1e3, median(all, 1) / 1e3, median(all, 0) / v8));
    long results =
        answers.values().stream().map(all -> all.getLast().split(" ", -1)[2]).distinct().count();
    if (results != 1) {
      throw new IllegalStateException(name + " has different results: " + answers);
    }
  }

  private static double median(List<String> answers, int field) {
    return answers.stream()
        .mapToLong(answer -> Long.parseLong(answer.split(" ", -1)[field]))
        .sorted()
        .skip(answers.size() / 2)
        .findFirst()
        .orElseThrow();
  }

  private static String json() {
    return CPU.entrySet().stream()
        .map(each -> '"' + each.getKey() + "\":" + each.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static Side java(String memory) throws IOException {
    return new Side(
        System.getProperty("java.home") + "/bin/java",
        "-Dwayfare.root=" + ROOT,
        "-cp",
        System.getProperty("java.class.path"),
        Peer.class.getName(),
        memory);
  }

  /** A process that answers a line with a line. */
  private static final class Side {
    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    Side(String... command) throws IOException {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      questions = process.outputWriter();
      answers = process.inputReader();
    }

    String ask(String name) throws IOException {
      questions.write(name + "\n");
      questions.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IOException("a side ended before it answered " + name);
      }
      return answer;
    }

    void close() throws IOException {
      questions.close();
    }
  }
}
