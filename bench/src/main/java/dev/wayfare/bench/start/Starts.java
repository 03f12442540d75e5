package dev.wayfare.bench.start;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Starts processes turn by turn, so that what else the machine does falls on all sides alike, and
 * prints what each took until its first answered request: medians, and the median of each turn's
 * ratio to the last side, the peer.
 */
public final class Starts {
  /** Stands for {@link Asking#place} in a command. */
  private static final String PLACE = "{}";

  /** A first turn finds files that nobody has read yet. */
  private static final int UNCOUNTED_TURNS = 2;

  private Starts() {}

  /** One side of the comparison; blanks separate the words of its command. */
  private record Side(String name, List<String> command, List<Sample> samples) {
    double median(ToDoubleFunction<Sample> figure) {
      return middle(samples.stream().mapToDouble(figure).toArray());
    }

    double ratio(Side peer, ToDoubleFunction<Sample> figure) {
      return middle(
          IntStream.range(0, samples.size())
              .mapToDouble(
                  turn ->
                      figure.applyAsDouble(samples.get(turn))
                          / figure.applyAsDouble(peer.samples.get(turn)))
              .toArray());
    }
  }

  /**
   * Takes "http", "readiness" or "runtime-api", the number of turns, and for each side its name and
   * command.
   */
  public static void main(String[] arguments) throws IOException {
    String way = arguments[0];
    int turns = Integer.parseInt(arguments[1]);
    List<Side> sides = new ArrayList<>();
    for (int at = 2; at + 1 < arguments.length; at += 2) {
      List<String> command = List.of(arguments[at + 1].split(" +", -1));
      sides.add(new Side(arguments[at], command, new ArrayList<>()));
    }
    for (int turn = -UNCOUNTED_TURNS; turn < turns; turn++) {
      for (Side side : turn % 2 == 0 ? sides : sides.reversed()) {
        Sample sample = start(side, way);
        if (turn >= 0) {
          side.samples.add(sample);
        }
      }
    }
    sides.forEach(side -> print(side, sides.getLast()));
    System.exit(0);
  }

  private static Sample start(Side side, String way) throws IOException {
    try (Asking asking = asking(way)) {
      long start = System.nanoTime();
      Process process = process(side.command, asking.place());
      try {
        return Sample.of(process, start, asking.ask(process));
      } catch (IOException e) {
        throw new IOException(side.name + ": " + e.getMessage(), e);
      } finally {
        process.destroy(); // As a system ends a service: what it left would take the next start
        // longer.
        process.onExit().join();
      }
    }
  }

  private static Asking asking(String way) throws IOException {
    return switch (way) {
      case "http" -> OverHttp.hello();
      case "readiness" -> OverHttp.readiness();
      default -> new OverRuntimeApi();
    };
  }

  /** Starts a command that is told where to be asked; what it prints is of no interest. */
  static Process process(List<String> command, String place) throws IOException {
    return new ProcessBuilder(command.stream().map(word -> word.replace(PLACE, place)).toList())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void print(Side side, Side peer) {
    System.out.printf(
        Locale.ROOT,
        "%-24s %7.1f ms (%4.2f of %s)  cpu %4.0f ms (%4.2f)  resident %5.1f MB%n",
        side.name,
        side.median(Sample::wallMicros) / 1e3,
        side.ratio(peer, Sample::wallMicros),
        peer.name,
        side.median(Sample::cpuMicros) / 1e3,
        side.ratio(peer, Sample::cpuMicros),
        side.median(Sample::residentKb) / 1024);
  }

  private static double middle(double[] figures) {
    Arrays.sort(figures);
    return figures[figures.length / 2];
  }
}
