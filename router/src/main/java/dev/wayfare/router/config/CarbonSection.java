package dev.wayfare.router.config;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads the section {@code carbon} of a policy, and the file that it names. */
final class CarbonSection {
  private static final BigDecimal MOST_USD_PER_TONNE = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal MOST_GRAMS_PER_KWH = BigDecimal.valueOf(10_000);
  private static final int MOST_REGIONS = 1_000;

  private CarbonSection() {}

  /**
   * @param resolve makes a path of the file one of this process
   */
  static Carbon read(Section section, Function<String, Path> resolve) {
    section.only("file", "usd-per-tonne", "kwh-per-vcpu-hour", "kwh-per-gb-hour");
    Scalar usdPerTonne = section.required("usd-per-tonne");
    Scalar file = section.required("file");
    return new Carbon(
        positive(usdPerTonne, MOST_USD_PER_TONNE),
        kwh(section, "kwh-per-vcpu-hour", Carbon.KWH_PER_VCPU_HOUR),
        kwh(section, "kwh-per-gb-hour", Carbon.KWH_PER_GB_HOUR),
        grids(file, resolve.apply(file.text())));
  }

  private static double kwh(Section section, String key, double otherwise) {
    return section.scalar(key).map(value -> positive(value, BigDecimal.ONE)).orElse(otherwise);
  }

  private static double positive(Scalar value, BigDecimal most) {
    BigDecimal number = value.decimal();
    if (number.signum() == 0 || number.compareTo(most) > 0) {
      throw value.wrong("more than 0 and at most " + most.toPlainString());
    }
    return number.doubleValue();
  }

  private static List<Carbon.Grid> grids(Scalar named, Path file) {
    Source source = new Source(file, text(named, file));
    Section section = new Section(source, source.root(), "the file of carbon");
    if (section.keys().isEmpty() || section.keys().size() > MOST_REGIONS) {
      throw section.fault("there must be 1 to %d regions".formatted(MOST_REGIONS));
    }
    List<Carbon.Grid> grids = new ArrayList<>();
    for (String regions : section.keys()) {
      Scalar value = section.required(regions);
      BigDecimal grams = value.decimal();
      if (grams.compareTo(MOST_GRAMS_PER_KWH) > 0) {
        throw value.wrong("grams of CO2e for 1 kWh, at most " + MOST_GRAMS_PER_KWH);
      }
      grids.add(new Carbon.Grid(section.regionPattern(regions), grams.doubleValue()));
    }
    return grids;
  }

  private static String text(Scalar named, Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw named.fault("there is no file " + file);
    } catch (CharacterCodingException e) {
      throw named.fault(file + " is not UTF-8 text");
    } catch (IOException e) {
      throw named.fault("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }
}
