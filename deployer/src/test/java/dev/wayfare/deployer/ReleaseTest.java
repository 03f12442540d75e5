package dev.wayfare.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.Sku;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseTest {
  @TempDir private Path folder;

  private Release release(
      String file, String content, int memoryMib, boolean isPublic, Map<String, String> variables)
      throws IOException {
    return Release.of(
        Files.writeString(folder.resolve(file), content),
        "ab".repeat(32),
        "0.1.0",
        new Sku(Provider.AWS, "eu-west-1", "lambda", Sku.ARM64, memoryMib, BigDecimal.ZERO, 512),
        isPublic,
        variables);
  }

  @Test
  void itsDigestIsOfAllButWhereThePackageLies() throws IOException {
    Release one = release("a.zip", "x", 512, false, Map.of("K", "v"));

    assertThat(release("b.zip", "x", 512, false, Map.of("K", "v")).digest())
        .isEqualTo(one.digest());
    assertThat(
            List.of(
                release("a.zip", "y", 512, false, Map.of("K", "v")).digest(),
                release("a.zip", "x", 513, false, Map.of("K", "v")).digest(),
                release("a.zip", "x", 512, true, Map.of("K", "v")).digest(),
                one.withAccount("role").digest(),
                release("a.zip", "x", 512, false, Map.of("K", "w")).digest(),
                release("a.zip", "x", 512, false, Map.of("Kv", "")).digest()))
        .doesNotContain(one.digest())
        .doesNotHaveDuplicates();
  }

  @Test
  void itTellsNoValues() throws IOException {
    Release release = release("a.zip", "x", 512, false, Map.of("KEY", "secret-value"));

    assertThat(release.toString()).contains("KEY").doesNotContain("secret-value");
  }

  @ParameterizedTest
  @CsvSource({
    "acme,hello,lambda,acme-hello-lambda",
    "acme,hello,aws.us_east,acme-hello-aws-us-east-",
    "acme,Hello,x,acme-hello-x-",
    "acme,a-very-long-name-of-a-function-indeed,and-a-target-as-well,acme-a-very-long-name-of-a-function-indee-"
  })
  void namesAreAllowedByEveryProvider(String prefix, String function, String target, String begin) {
    String name = Unit.of(prefix, function, target, "r").name();

    assertThat(name).startsWith(begin).hasSizeLessThanOrEqualTo(Unit.MOST_NAME);
    assertThat(name).matches("[a-z](-?[a-z0-9])+");
  }

  @Test
  void targetsThatDifferHaveNamesThatDiffer() {
    assertThat(Unit.of("acme", "hello", "a.b", "r").name())
        .isNotEqualTo(Unit.of("acme", "hello", "a_b", "r").name());
  }
}
