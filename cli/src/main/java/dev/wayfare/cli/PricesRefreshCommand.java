package dev.wayfare.cli;

import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.source.BookStore;
import dev.wayfare.pricing.source.Outcome;
import dev.wayfare.pricing.source.Patience;
import dev.wayfare.pricing.source.PriceRefresh;
import dev.wayfare.pricing.source.RefreshReport;
import dev.wayfare.router.Sources;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wayfare prices refresh}: reads the providers' price lists now. */
@Command(
    name = "refresh",
    description = "Read the providers' price lists and keep what they say, where it is credible.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exits 0 if every list was read and is in force, and 1 otherwise; what was in force",
      "before still is, list by list. Google's list is read where WAYFARE_GOOGLE_API_KEY is set."
    })
final class PricesRefreshCommand implements Callable<Integer> {
  @Mixin private PriceOptions options = new PriceOptions();

  @Option(
      names = "--accept-changes",
      description = "Believe prices that moved by more than the factor prices.max-change, too.")
  private boolean acceptChanges;

  @Option(names = "--json", description = "Print JSON; decimals are texts with every digit.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PriceBook before = options.load(spec.commandLine().getErr()).book();
    Sources system = Sources.system();
    RefreshReport report =
        PriceRefresh.of(
                options.settings().locations(system.environment()),
                options.settings().mostChange(),
                Patience.DEFAULT,
                system.random(),
                system.instants())
            .run(before, options.regions(), acceptChanges);
    if (report.lists().isEmpty()) {
      throw new UserErrorException("no target of the configuration is in a cloud with a list");
    }
    boolean isNew = !report.book().sha256().equals(before.sha256());
    if (isNew) {
      save(report.book());
    }
    if (json) {
      out.println(PriceJson.report(report));
    } else {
      report.lists().forEach(list -> print(out, list));
      out.println(
          isNew
              ? "kept in " + options.store().file()
              : "the prices of " + before.asOf() + " stay in force");
    }
    out.flush();
    return report.isComplete() ? 0 : 1;
  }

  private void save(PriceBook book) {
    BookStore store = options.store();
    try {
      store.save(book);
    } catch (IOException e) {
      throw new UserErrorException(
          store.file() + " cannot be written (" + e + "); name another file with --prices", e);
    }
  }

  private static void print(PrintWriter out, RefreshReport.ListReport list) {
    switch (list.outcome()) {
      case Outcome.Accepted(var prices, var changes) -> {
        out.println("%-16s%d prices, %d changed".formatted(list.list(), prices, changes.size()));
        PriceTable.changes(changes).forEach(line -> out.println("  " + line));
      }
      case Outcome.Rejected(var reasons) -> {
        out.println("%-16snot believed:".formatted(list.list()));
        reasons.forEach(reason -> PriceTable.wrapped("  " + reason).forEach(out::println));
        out.println("  --accept-changes takes prices that moved; the rest needs a newer wayfare");
      }
      case Outcome.Failed(var reason) ->
          PriceTable.wrapped("%-16snot read: %s".formatted(list.list(), reason))
              .forEach(out::println);
    }
    list.remarks().forEach(remark -> PriceTable.wrapped("  " + remark).forEach(out::println));
  }
}
