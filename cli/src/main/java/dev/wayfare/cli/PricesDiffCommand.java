package dev.wayfare.cli;

import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.PriceChange;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wayfare prices diff}: what the prices in force differ in from others. */
@Command(
    name = "diff",
    description = "Print what changed from another book to the one in force.",
    mixinStandardHelpOptions = true)
final class PricesDiffCommand implements Callable<Integer> {
  private static final String SHIPPED = "shipped";

  @Mixin private PriceOptions options = new PriceOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE|shipped",
      description = "The other book; default ${DEFAULT-VALUE}, the one inside this program.")
  private String other = SHIPPED;

  @Option(names = "--json", description = "Print JSON; decimals are texts with every digit.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    PriceBook book = options.load(err).book();
    PriceBook from =
        other.equals(SHIPPED)
            ? PriceBook.shipped()
            : PriceFile.read(path(other), options.store(), err);
    List<PriceChange> changes = PriceChange.between(from, book);
    if (json) {
      out.println(PriceJson.changes(book, changes));
    } else {
      out.println(
          "%d prices differ from %s of %s to %s"
              .formatted(changes.size(), other, from.asOf(), book.asOf()));
      PriceTable.changes(changes).forEach(out::println);
    }
    out.flush();
    return 0;
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new UserErrorException("there is no price book " + name + "; check the path", e);
    }
  }
}
