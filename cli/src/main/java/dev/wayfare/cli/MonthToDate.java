package dev.wayfare.cli;

import dev.wayfare.pricing.Meter;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.RateCard;
import dev.wayfare.pricing.Usage;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code --month-to-date} says has been used before the month that is quoted. */
final class MonthToDate {
  private static final Pattern FORM = Pattern.compile("(?:([a-z]+):)?(used|[a-z-]+=.+)");
  private static final Pattern ENTRY = Pattern.compile("([a-z-]+)=(\\d{1,15}(?:\\.\\d{1,15})?)");
  private static final String USED = "used";

  private final List<String> texts;

  MonthToDate(List<String> texts) {
    this.texts = texts;
    texts.forEach(text -> entries(matched(text)));
  }

  /** What has been used of {@code card}'s account, on top of {@code opening}. */
  Usage of(RateCard card, Usage opening) {
    Usage usage = opening;
    for (String text : texts) {
      Matcher matcher = matched(text);
      String provider = matcher.group(1);
      if (provider == null || provider.equals(card.sku().provider().id())) {
        Usage more = matcher.group(2).equals(USED) ? card.freeAllowance() : entries(matcher);
        usage = usage.plus(more);
      }
    }
    return usage;
  }

  private static Matcher matched(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw wrong(text);
    }
    String provider = matcher.group(1);
    if (provider != null && Provider.of(provider).isEmpty()) {
      throw new UserErrorException("--month-to-date knows no provider \"" + provider + "\"");
    }
    return matcher;
  }

  private static Usage entries(Matcher matcher) {
    Usage usage = Usage.NONE;
    if (matcher.group(2).equals(USED)) {
      return usage;
    }
    for (String entry : matcher.group(2).split(",", -1)) {
      Matcher parts = ENTRY.matcher(entry);
      if (!parts.matches()) {
        throw wrong(matcher.group());
      }
      usage = usage.plus(meter(parts.group(1)), new BigDecimal(parts.group(2)));
    }
    return usage;
  }

  private static Meter meter(String name) {
    Optional<Meter> meter =
        Arrays.stream(Meter.values()).filter(each -> id(each).equals(name)).findFirst();
    return meter.orElseThrow(
        () ->
            new UserErrorException(
                "--month-to-date knows no meter \""
                    + name
                    + "\", only "
                    + Arrays.stream(Meter.values())
                        .map(MonthToDate::id)
                        .collect(Collectors.joining(", "))));
  }

  /** A meter's name on the command line and in its output. */
  static String id(Meter meter) {
    return meter.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static UserErrorException wrong(String text) {
    return new UserErrorException(
        "--month-to-date takes used, or quantities such as aws:requests=900000,gb-seconds=1000,"
            + " not \""
            + text
            + "\"");
  }
}
