package dev.wayfare.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wayfare.pricing.AccountTerms;
import dev.wayfare.pricing.Meter;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.source.ListLocation;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WayfareConfigTest {
  private static final String WHOLE =
      """
      version: 1
      router:
        host: 0.0.0.0
        port: 80
        admin-host: localhost
        admin-port: 81
        decision-headers: true
        location: internet
        max-request-body: 1MiB
        retry-buffer: 1KiB
        timeout: 5s
        try-timeout: 500ms
        max-connections-per-target: 7
        max-waiting-per-target: 8
      accounts:
        aws: {free-tier: used}
        gcp: {free-tier: available}
      functions:
        hello:
          path: /hello/
          module: hello.wasm
          targets:
            - id: lambda
              provider: aws
              region: us-east-1
              architecture: arm64
              memory: 512MiB
            - id: run
              provider: gcp
              region: us-central1
              memory: 1GiB
              vcpus: 0.5
              endpoint: http://127.0.0.1:4003
        shop:
          path: /
          targets:
            - id: own
              provider: edge
              memory: 64MiB
              price: {usd-per-million-requests: "0.30", usd-per-gb-second: 0}
      """;

  private static WayfareConfig parse(String text) {
    return WayfareConfig.parse(Path.of("conf", "wayfare.yaml"), text);
  }

  @Test
  void everyKeyOfPricesIsRead() {
    PriceSettings prices =
        parse(
                WHOLE.replace(
                    "accounts:",
                    """
                    prices:
                      refresh: 24h
                      file: prices.json
                      stale-after: 14d
                      stale: unpriced
                      max-change: "1.5"
                      sources:
                        azure: {url: "https://mirror.example/azure/"}
                        gcp: {key-variable: MY_KEY}
                    accounts:\
                    """))
            .prices();

    assertThat(prices.refresh()).hasValue(Duration.ofDays(1));
    assertThat(prices.file()).hasValue(Path.of("conf", "prices.json"));
    assertThat(prices.staleAfter()).isEqualTo(Duration.ofDays(14));
    assertThat(prices.stalePolicy()).isEqualTo(PriceSettings.Stale.UNPRICED);
    assertThat(prices.mostChange()).isEqualByComparingTo("1.5");
    assertThat(prices.locations(Map.of("MY_KEY", "k")))
        .isEqualTo(
            Map.of(
                Provider.AZURE,
                new ListLocation(URI.create("https://mirror.example/azure/"), null),
                Provider.GCP,
                new ListLocation(ListLocation.server(Provider.GCP), "k")));
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> prices.locations(Map.of()))
        .withMessage(
            "Google's price list asks for an API key; set the variable MY_KEY, or leave gcp out of"
                + " prices.sources");
  }

  @Test
  void withoutPricesNobodyIsAskedAndEveryListCouldBe() {
    PriceSettings prices = parse(WHOLE).prices();

    assertThat(prices).isEqualTo(PriceSettings.DEFAULT);
    assertThat(prices.refresh()).isEmpty();
    assertThat(prices.locations(Map.of())).containsOnlyKeys(Provider.AWS, Provider.AZURE);
    assertThat(prices.locations(Map.of(ListLocation.GOOGLE_KEY, "k")))
        .containsOnlyKeys(Provider.AWS, Provider.AZURE, Provider.GCP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{refresh: 30s}",
        "{refresh: 24}",
        "{stale: maybe}",
        "{max-change: \"0.5\"}",
        "{sources: {}}",
        "{sources: {edge: {}}}",
        "{sources: {aws: {key-variable: A}}}",
        "{sources: {gcp: {key-variable: \"a b\"}}}",
        "{sources: {aws: {url: \"https://mirror.example\"}}}",
        "{soures: {}}"
      })
  void wrongPricesAreRefusedInOneSentenceWithTheirPlace(String prices) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse(WHOLE.replace("accounts:", "prices: " + prices + "\naccounts:")))
        .withMessageMatching("conf/wayfare.yaml:15:\\d+: .*");
  }

  @Test
  void everyKeyIsRead() {
    WayfareConfig config = parse(WHOLE);
    RouterSettings router = config.router();
    assertThat(router.listener()).isEqualTo(new Address("0.0.0.0", 80));
    assertThat(router.admin()).isEqualTo(new Address("localhost", 81));
    assertThat(router.decisionHeaders()).isTrue();
    assertThat(router.location()).isEqualTo(Location.INTERNET);
    assertThat(router.bounds())
        .isEqualTo(
            new Bounds(
                1 << 20,
                1 << 10,
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                Duration.ofSeconds(60),
                Duration.ZERO,
                7,
                8));
    assertThat(config.accounts())
        .isEqualTo(
            Map.of(
                Provider.AWS,
                new AccountConfig(FreeTier.USED, AccountTerms.NONE),
                Provider.GCP,
                AccountConfig.DEFAULT));
    assertThat(config.functions())
        .extracting(FunctionConfig::name)
        .containsExactly("hello", "shop");
    FunctionConfig hello = config.functions().getFirst();
    assertThat(hello.path()).isEqualTo("/hello");
    assertThat(hello.module()).isEqualTo(Path.of("conf", "hello.wasm"));
    assertThat(config.targets())
        .extracting(TargetConfig::id)
        .containsExactly("lambda", "run", "own");
    assertThat(config.targets().getFirst().sku().plan()).isEqualTo("lambda");
    assertThat(config.targets().getFirst().sku().architecture()).isEqualTo("arm64");
    assertThat(config.targets().get(1).sku().memoryMib()).isEqualTo(1024);
    assertThat(config.targets().get(1).endpoint()).isEqualTo(URI.create("http://127.0.0.1:4003"));
    assertThat(config.targets().get(2).pricesUsd().get(Meter.REQUESTS))
        .isEqualByComparingTo("0.0000003");
    assertThat(config.targets().get(2).pricesUsd().get(Meter.GB_SECONDS))
        .isEqualByComparingTo(BigDecimal.ZERO);
  }

  @Test
  void whatIsNotSaidHasTheDocumentedDefault() {
    WayfareConfig config =
        parse(
            """
            version: 1
            functions:
              f:
                path: /
                targets:
                  - {id: a, provider: azure, region: eastus, memory: 512MiB}
            """);
    assertThat(config.router()).isEqualTo(RouterSettings.DEFAULT);
    assertThat(config.router().listener()).isEqualTo(new Address("127.0.0.1", 8080));
    assertThat(config.router().admin()).isEqualTo(new Address("127.0.0.1", 9090));
    assertThat(config.router().bounds().timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.router().bounds().maxRequestBodyBytes()).isEqualTo(6 << 20);
    assertThat(config.accounts()).isEmpty();
    assertThat(config.functions().getFirst().module()).isNull();
    assertThat(config.targets().getFirst().sku().plan()).isEqualTo("flex");
    assertThat(config.targets().getFirst().endpoint()).isNull();
  }

  private static final String WITH_HOST =
      """
      version: 1
      functions:
        f:
          path: /
          files: assets
          host:
            deadline: 5s
            memory: 16MiB
            header-fields: 100
            isolation: instance
            snapshot: accept-frozen-init
            secrets: TOKEN, KEY
            scratch: 1MiB
          targets:
            - {id: a, provider: azure, region: eastus, memory: 512MiB}
      """;

  @Test
  void theFunctionHostsKeysAreItsEnvironmentVariables() {
    FunctionConfig function = parse(WITH_HOST).functions().getFirst();
    assertThat(function.files()).isEqualTo(Path.of("conf", "assets"));
    assertThat(function.host())
        .isEqualTo(
            Map.of(
                "WAYFARE_DEADLINE_MILLIS", "5000",
                "WAYFARE_MEMORY_PAGES", "256",
                "WAYFARE_HEADER_FIELDS", "100",
                "WAYFARE_ISOLATION", "instance",
                "WAYFARE_SNAPSHOT", "accept-frozen-init",
                "WAYFARE_GRANT_SECRETS", "TOKEN, KEY",
                "WAYFARE_GRANT_SCRATCH_BYTES", "1048576"));
    assertThat(parse(WHOLE).functions().getFirst().host()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deadline: 5s -> deadline: 5 -> 7:17: \"deadline\" must be a time with its unit",
        "memory: 16MiB -> memory: 1B -> 8:15: \"memory\" must be a size from 65536 to",
        "isolation: instance -> isolation: none -> 10:18: \"isolation\" cannot be \"none\"",
        "scratch: 1MiB -> skratch: 1MiB -> 13:7: unknown key \"skratch\"; did you mean \"scratch\"?"
      })
  void aFaultInTheFunctionHostsKeysIsSaidWithItsPlace(String change) {
    String[] parts = change.split(" -> ", -1);
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse(WITH_HOST.replace(parts[0], parts[1])))
        .withMessageContaining("conf/wayfare.yaml:" + parts[2]);
  }

  @Test
  void anAwsTargetMayHaveMoreStorageAndNoOtherHasAny() {
    WayfareConfig config = parse(WHOLE.replace("512MiB\n", "512MiB\n        storage: 2GiB\n"));
    assertThat(config.targets().getFirst().sku().storageMib()).isEqualTo(2048);
    assertThat(parse(WHOLE).targets().getFirst().sku().storageMib()).isEqualTo(512);
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse(WHOLE.replace("1GiB\n", "1GiB\n        storage: 2GiB\n")))
        .withMessageContaining("only aws bills storage; remove \"storage\" from this gcp");
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse(WHOLE.replace("512MiB\n", "512MiB\n        storage: 1MiB\n")))
        .withMessageContaining("\"storage\" must be a size from");
  }

  @Test
  void budgetsAreReadForAllAndForATarget() {
    WayfareConfig config =
        parse(
            WHOLE
                .replace("accounts:\n", "budget: {usd-per-day: 2.5, at-limit: free}\naccounts:\n")
                .replace("1GiB\n", "1GiB\n        budget: {usd-per-month: \"0.1\"}\n"));
    assertThat(config.budget())
        .isEqualTo(
            new BudgetSettings(
                new Budget(2_500_000_000_000L, Long.MAX_VALUE),
                BudgetSettings.AtLimit.FREE,
                Budget.NONE));
    assertThat(config.targets().get(1).budget())
        .isEqualTo(new Budget(Long.MAX_VALUE, 100_000_000_000L));
    assertThat(config.targets().getFirst().budget()).isEqualTo(Budget.NONE);
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () -> parse(WHOLE.replace("accounts:\n", "budget: {at-limit: free}\naccounts:\n")))
        .withMessageContaining("missing key \"usd-per-day\"");
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () -> parse(WHOLE.replace("1GiB\n", "1GiB\n        budget: {at-limit: free}\n")))
        .withMessageContaining("unknown key \"at-limit\"");
  }

  @Test
  void explorationHasABudgetOfItsOwn() {
    WayfareConfig config =
        parse(
            WHOLE.replace(
                "accounts:\n", "budget: {exploration: {usd-per-day: \"0.5\"}}\naccounts:\n"));
    assertThat(config.budget())
        .isEqualTo(
            new BudgetSettings(
                Budget.NONE,
                BudgetSettings.AtLimit.REFUSE,
                new Budget(500_000_000_000L, Long.MAX_VALUE)));
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () -> parse(WHOLE.replace("accounts:\n", "budget: {exploration: {}}\naccounts:\n")))
        .withMessageContaining("missing key \"usd-per-day\" in \"exploration\"");
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () ->
                parse(
                    WHOLE.replace(
                        "accounts:\n", "budget: {exploration: {at-limit: warn}}\naccounts:\n")))
        .withMessageContaining("unknown key \"at-limit\"");
  }

  @Test
  void aShortTimeoutShortensTheTryWithIt() {
    assertThat(parse(WHOLE.replace("  try-timeout: 500ms\n", "")).router().bounds().tryTimeout())
        .isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void endpointsCanBeFilledInByTargetId() {
    URI own = URI.create("http://127.0.0.1:4004");
    WayfareConfig placed = parse(WHOLE).withEndpoints(Map.of("own", own));
    assertThat(placed.targets())
        .extracting(TargetConfig::endpoint)
        .containsExactly(null, URI.create("http://127.0.0.1:4003"), own);
  }

  /** Each case: what to replace in the whole file, by what, and the sentence that must follow. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "version: 1 -> version: 2 -> 1:10: \"version\" must be 1, the only version so far, not"
            + " \"2\"",
        "version: 1 -> version: one -> 1:10: \"version\" must be a whole number from 0 to",
        "version: 1 -> vresion: 1 -> 1:1: unknown key \"vresion\"; did you mean \"version\"?",
        "version: 1\\n ->  -> 1:1: missing key \"version\" in the file",
        "version: 1 -> version: [1 -> 2:7: this is not YAML",
        "version: 1 -> version: -> 1:1: key \"version\" has no value",
        "version: 1 -> - version -> 2:1: this is not YAML",
        "  port: 80 ->   port: eighty -> 4:9: \"port\" must be a whole number from 0 to 65535, not"
            + " \"eighty\"",
        "  port: 80 ->   port: 65536 -> 4:9: \"port\" must be a whole number from 0 to 65535",
        "  port: 80 ->   port: 99999999999 -> 4:9: \"port\" must be a whole number from 0 to 65535",
        "  port: 80 ->   port: \"80\" -> 4:9: \"port\" must be a whole number from 0 to 65535",
        "  port: 80 ->   port: {a: 1} -> 4:9: \"port\" must be a single value, not keys with"
            + " values",
        "  port: 80 ->   port: 80\\n  port: 81 -> 5:3: key \"port\" appears twice in \"router\"",
        "  port: 80 ->   prot: 80 -> 4:3: unknown key \"prot\"; did you mean \"port\"?",
        "  port: 80 ->   colour: red -> 4:3: unknown key \"colour\"; known here: host, port,",
        "host: 0.0.0.0 -> host: 5 -> 3:9: \"host\" must be text; put it in quotes, not \"5\"",
        "host: 0.0.0.0 -> host: \"\" -> 3:9: \"host\" must be text, not \"\"",
        "decision-headers: true -> decision-headers: yes -> 7:21: \"decision-headers\" must be true"
            + " or false, not \"yes\"",
        "location: internet -> location: moon -> 8:13: \"location\" cannot be \"moon\"; known here:"
            + " internet",
        "max-request-body: 1MiB -> max-request-body: 1000 -> 9:21: \"max-request-body\" must be a"
            + " size with its unit",
        "max-request-body: 1MiB -> max-request-body: 2GiB -> 9:21: \"max-request-body\" must be a"
            + " size from 0 to 1073741824 bytes",
        "timeout: 5s -> timeout: 5 -> 11:12: \"timeout\" must be a time with its unit",
        "timeout: 5s -> timeout: 0s -> 11:12: \"timeout\" must be a time from 1ms to 3600s",
        "try-timeout: 500ms -> try-timeout: 6s -> 12:16: \"try-timeout\" must be a time from 1ms to"
            + " 5s",
        "max-connections-per-target: 7 -> max-connections-per-target: 0 -> 13:31:"
            + " \"max-connections-per-target\" must be a whole number from 1",
        "  aws: {free-tier: used} ->   asw: {free-tier: used} -> 16:3: unknown key \"asw\"; did you"
            + " mean \"aws\"?",
        "free-tier: used -> free-tier: usde -> 16:20: \"free-tier\" cannot be \"usde\"; did you"
            + " mean \"used\"?",
        "free-tier: used -> free-teir: used -> 16:9: unknown key \"free-teir\"; did you mean"
            + " \"free-tier\"?",
        "  aws: {free-tier: used} ->   aws: used -> 16:8: \"aws\" must be keys with values, not"
            + " \"used\"",
        "  hello: ->   Hello: -> 19:3: a function's name is lower-case letters, digits and -, not"
            + " \"Hello\"",
        "  shop: ->   hello: -> 34:3: key \"hello\" appears twice in \"functions\"",
        "path: /hello/ -> path: hello -> 20:11: \"path\" must be a path such as / or /shop",
        "path: /hello/ -> path: /a?b -> 20:11: \"path\" must be a path such as / or /shop",
        "path: /hello/ -> path: / -> 35:11: \"path\" must be unlike that of function \"hello\", not"
            + " \"/\"",
        "    path: /hello/\\n ->  -> 20:5: missing key \"path\" in \"hello\"",
        "module: hello.wasm -> module: [a] -> 21:13: \"module\" must be a single value, not a list",
        "- id: lambda -> - id: own -> 37:13: \"id\" must be unique over the file; a target of"
            + " function \"hello\" has it too",
        "- id: lambda -> - id: -lambda -> 23:13: \"id\" must be up to 100 letters",
        "- id: lambda\\n"
            + "        provider -> - provider -> 23:9: missing key \"id\" in an entry of"
            + " \"targets\"",
        "provider: aws -> provider: amazon -> 24:19: \"provider\" cannot be \"amazon\"; known here:"
            + " aws, azure, edge, gcp",
        "        provider: aws\\n ->  -> 23:9: missing key \"provider\" in an entry of \"targets\"",
        "        region: us-east-1\\n"
            + " ->  -> 23:9: missing key \"region\" in an entry of \"targets\"",
        "region: us-east-1 -> region: US East -> 25:17: \"region\" must be lower-case letters,"
            + " digits and -",
        "architecture: arm64 -> architecture: arm46 -> 26:23: \"architecture\" cannot be \"arm46\";"
            + " did you mean \"arm64\"?",
        "architecture: arm64 -> plan: flex -> 26:15: \"plan\" must be a plan of aws, not \"flex\"",
        "memory: 512MiB -> memroy: 512MiB -> 27:9: unknown key \"memroy\"; did you mean"
            + " \"memory\"?",
        "memory: 512MiB -> memory: 512 -> 27:17: \"memory\" must be a size with its unit, such as"
            + " 64KiB or 512MiB, not \"512\"",
        "memory: 512MiB -> memory: 1023KiB -> 27:17: \"memory\" must be a size from 1048576",
        "memory: 512MiB -> memory: 1048577B -> 27:17: \"memory\" must be a whole number of MiB",
        "memory: 512MiB -> memory: 512MiB\\n"
            + "        vcpus: 1 -> 28:9: only gcp bills processors; remove \"vcpus\" from this aws",
        "memory: 512MiB -> memory: 512MiB\\n"
            + "        price: {} -> 28:9: only an edge target's price is set here; aws sets its"
            + " own",
        "        vcpus: 0.5\\n ->  -> 28:9: missing key \"vcpus\" in an entry of \"targets\"",
        "vcpus: 0.5 -> vcpus: 0 -> 32:16: \"vcpus\" must be more than 0, not \"0\"",
        "vcpus: 0.5 -> vcpus: -1 -> 32:16: \"vcpus\" must be a decimal number of at least 0",
        "endpoint: http://127.0.0.1:4003 -> endpoint: 127.0.0.1 -> 33:19: \"endpoint\" must be an"
            + " address such as https://example.com",
        "endpoint: http://127.0.0.1:4003 -> endpoint: ftp://a/ -> 33:19: \"endpoint\" must be an"
            + " address such as https://example.com",
        "endpoint: http://127.0.0.1:4003 -> endpoint: http://a/?b -> 33:19: \"endpoint\" must be an"
            + " address such as https://example.com",
        "usd-per-gb-second: 0 -> usd-per-gb-second: free -> 40:70: \"usd-per-gb-second\" must be a"
            + " decimal number",
        "{usd-per-million-requests: \"0.30\", usd-per-gb-second: 0} -> {} -> 40:16: missing key"
            + " \"usd-per-million-requests\"",
      })
  void everyFaultHasOneSentenceWithItsPlace(String spec) {
    String[] parts = spec.replace("\\n", "\n").split(" -> ", -1);
    assertThat(WHOLE).contains(parts[0]);
    String faulty =
        WHOLE.replaceFirst(
            java.util.regex.Pattern.quote(parts[0]),
            java.util.regex.Matcher.quoteReplacement(parts[1]));
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse(faulty))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .startsWith(Path.of("conf", "wayfare.yaml") + ":" + parts[2])
                    .doesNotContain("\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nothing\n",
        "just text",
        "- a\n- b\n",
        "a: *missing\n",
        "version: 1\n---\nversion: 1\n",
        "version: 1\n",
        "version: 1\nfunctions: {}\n",
        "version: 1\nfunctions: {f: {path: /, targets: []}}\n",
        "version: 1\nfunctions: {f: {path: /, targets: {}}}\n",
        "version: 1\nfunctions: {f: {path: /, targets: [a]}}\n",
        "version: 1\n? [a, b]\n: 2\n",
        "version: 1\nfunctions: &f {f: *f}\n",
        "\t\n",
        "\u0001",
      })
  void whatIsNoConfigurationAtAllIsRefusedInOneLine(String text) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse(text))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .matches("conf/wayfare.yaml:\\d+:\\d+: [^\\n]+")
                    .doesNotContain("\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- "})
  void deepNestingIsRefusedAtItsPlace(String level) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse(level.repeat(50_000)))
        .withMessage(
            "conf/wayfare.yaml:1:%d: this is nested more than 32 levels deep",
            32 * level.length() + 1);
  }

  @Test
  void whatAMessageQuotesIsOneShortLine() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse("version: 1\n\"a\\n\\e\\\"" + "b".repeat(900) + "\": 1\n"))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .startsWith(
                        "conf/wayfare.yaml:2:1: unknown key \"a\\n\\u{1b}\\\""
                            + "b".repeat(56)
                            + "...\"")
                    .hasSizeLessThan(300));
  }

  @Test
  void aBoundBelowASecondIsSaidInMilliseconds() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse(WHOLE.replace("timeout: 5s", "timeout: 300ms")))
        .withMessageContaining("a time from 1ms to 300ms");
  }

  @Test
  void aMissingFileIsNamed(@TempDir Path folder) {
    Path file = folder.resolve("wayfare.yaml");
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> WayfareConfig.read(file, Map.of()))
        .withMessage(file + ": there is no such file");
  }

  @Test
  void aFileThatIsNotTextIsNamed(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("wayfare.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> WayfareConfig.read(file, Map.of()))
        .withMessage(file + ": this is not UTF-8 text");
  }

  private static final String KEY = "0123456789abcdef";

  private static String target(String line) {
    return """
    version: 1
    functions:
      f:
        path: /
        targets:
          - id: own
            provider: edge
            memory: 1GiB
            %s
    """
        .formatted(line);
  }

  private static @Nullable TargetKey key(String text) {
    Path file = Path.of("conf", "wayfare.yaml");
    return WayfareConfig.parse(file, text, Map.of("THE_KEY", KEY, "SHORT", "0123456789"))
        .targets()
        .getFirst()
        .key();
  }

  @Test
  void aKeyIsReadFromAVariableOrAFileAndNeverShown(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), KEY + "\r\n");
    assertThat(key(target("key-variable: THE_KEY"))).isEqualTo(new TargetKey(KEY));
    assertThat(key(target("key-file: " + file))).isEqualTo(new TargetKey(KEY));
    assertThat(key(target("price: {usd-per-million-requests: 1}"))).isNull();
    Path config = Files.writeString(folder.resolve("w.yaml"), target("key-file: key"));
    WayfareConfig read = WayfareConfig.read(config, Map.of());
    assertThat(read.targets().getFirst().key()).isEqualTo(new TargetKey(KEY));
    assertThat(read.toString()).contains("TargetKey[***]").doesNotContain(KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key-variable: OTHER | the environment variable OTHER is not set",
        "key-variable: SHORT | the key there must be at least 16 visible ASCII characters",
        "key-file: no-such-file | the key cannot be read from conf",
        "{key-file: a, key-variable: B} | there is one key; remove \"key-file\" or this",
        "key: 0123456789abcdef | unknown key \"key\"",
      })
  void aKeyThatCannotBeUsedIsRefusedInOneSentence(String lineAndMessage) {
    String[] parts = lineAndMessage.split(" \\| ", -1);
    String lines = parts[0].replace("{", "").replace("}", "").replace(", ", "\n        ");
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> key(target(lines)))
        .withMessageContaining(parts[1])
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("0123456789 "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.com", "http://10.0.0.1:80", "http://localhost.example"})
  void aKeyIsNotSentInClearOverANetwork(String endpoint) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> key(target("endpoint: " + endpoint + "\n        key-variable: THE_KEY")))
        .withMessageContaining("a key would be sent in clear to " + endpoint + "; use https there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://example.com", "http://127.0.0.1:80", "http://[::1]", "http://localhost"})
  void aKeyMayGoWhereNobodyElseCanReadIt(String endpoint) {
    assertThat(key(target("endpoint: " + endpoint + "\n        key-variable: THE_KEY")))
        .isNotNull();
  }

  @Test
  void onlyTargetsThatRunHereAndHaveNoKeyGetTheLocalOne() {
    WayfareConfig config = parse(WHOLE).withLocalKey(new TargetKey(KEY));
    assertThat(config.targets())
        .allSatisfy(
            target -> assertThat(target.key() != null).isEqualTo(target.endpoint() == null));
    TargetKey other = new TargetKey("fedcba9876543210");
    assertThat(config.withLocalKey(other)).isEqualTo(config);
  }
}
