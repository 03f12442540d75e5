package dev.wayfare.router.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.pricing.PriceBook;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.ledger.Tariffs;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RoutesTest {
  @Test
  void aPathEndsWhereASegmentDoes() {
    Routes routes = routes(List.of("/a", "/a/b"));

    assertThat(matched(routes, "/a/b/")).hasValue("/a/b");
    assertThat(matched(routes, "/a/bc")).hasValue("/a");
    assertThat(matched(routes, "/ab")).isEmpty();
    assertThat(matched(routes, "/")).isEmpty();
    assertThat(matched(routes, "//a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theLongestPathWinsAsInASearchOfAll(long seed) {
    var random = new SplittableRandom(seed);
    var paths = new TreeSet<String>();
    for (int i = 0; i < 40; i++) {
      paths.add(path(random, random.nextInt(1, 5)));
    }
    if (random.nextBoolean()) {
      paths.add("/");
    }
    Routes routes = routes(List.copyOf(paths));

    for (int i = 0; i < 2_000; i++) {
      String asked = path(random, random.nextInt(0, 7)) + (random.nextBoolean() ? "/" : "");
      Optional<String> longest =
          paths.stream()
              .filter(it -> it.equals("/") || (asked + "/").startsWith(it + "/"))
              .max(Comparator.comparingInt(String::length));
      assertThat(matched(routes, asked)).as("%s of seed %d", asked, seed).isEqualTo(longest);
    }
  }

  private static String path(SplittableRandom random, int segments) {
    var path = new StringBuilder();
    for (int i = 0; i < segments; i++) {
      path.append('/').append("abc", 0, random.nextInt(1, 4));
    }
    return path.toString();
  }

  private static Optional<String> matched(Routes routes, String path) {
    return routes.match(path).map(Route::path);
  }

  private static Routes routes(List<String> paths) {
    var text = new StringBuilder("version: 1\nfunctions:\n");
    for (int i = 0; i < paths.size(); i++) {
      text.append("  f%d:\n    path: %s\n    targets:\n".formatted(i, paths.get(i)));
      text.append(
          "      - {id: t%d, provider: edge, memory: 64MiB, endpoint: 'http://127.0.0.1:1'}\n"
              .formatted(i));
    }
    WayfareConfig config = WayfareConfig.parse(Path.of("wayfare.yaml"), text.toString());
    var tariffs = new Tariffs(config, PriceBook.shipped(), InstantSource.system());
    var budgets = new Budgets(config.budget(), tariffs.ledger(), InstantSource.system());
    return Routes.of(config, tariffs::of, budgets, System::nanoTime);
  }
}
