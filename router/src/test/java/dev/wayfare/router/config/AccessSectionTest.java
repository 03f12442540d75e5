package dev.wayfare.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessSectionTest {
  private static WayfareConfig config(String access) {
    return WayfareConfig.parse(
        Path.of("wayfare.yaml"),
        """
        version: 1
        access: {%s}
        functions:
          f: {path: /, targets: [{id: t, provider: edge, memory: 1GiB}]}
        """
            .formatted(access));
  }

  private static AccessSettings parse(String access) {
    return Objects.requireNonNull(config(access).access());
  }

  private static void assertRefused(String access, String sentence) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse(access))
        .withMessageMatching("wayfare\\.yaml:2:\\d+: .*")
        .withMessageContaining(sentence);
  }

  @Test
  void anEmptySectionRefusesWhoeverHasNoCredential() {
    assertThat(parse(""))
        .isEqualTo(new AccessSettings(false, "x-api-key", null, Allowance.UNBOUNDED, List.of()));
  }

  @Test
  void aConsumerMayDoWhatAllMayUnlessItSaysOtherwise() {
    KeyHash hash = KeyHash.of("key");
    AccessSettings settings =
        parse(
            "functions: [f], rate: {per-second: 5}, consumers: {a: {key-hashes: [\"%s\"]}}"
                .formatted(hash.text()));
    assertThat(settings.consumers())
        .containsExactly(
            new ConsumerSettings(
                "a",
                List.of(hash),
                Set.of(),
                new Allowance(Set.of("f"), new RateLimit(5, 5), Quota.NONE)));
  }

  /** The digest of FIPS 180-2's example. */
  @Test
  void aHashIsTheSha256OfTheKeysText() {
    assertThat(KeyHash.of("abc").text())
        .isEqualTo("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void everyDrawnKeyIsAnother() {
    var random = new SecureRandom();
    assertThat(KeyHash.drawKey(random))
        .matches("wayfare_[0-9a-f]{64}")
        .isNotEqualTo(KeyHash.drawKey(random));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "consumers: {a: {key-hashes: [a-secret]}}",
        "consumers: {a: {key-hashes: [1234567890]}}",
        "consumers: {a: {key-hashes: a-secret}}",
        "consumers: {a: {key-hashes: [\"sha256:a-secret\"]}}",
        "consumers: {a: {key-hashes: "
            + "[\"SHA256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD\"]}}"
      })
  void aKeyInClearIsRefusedAndNotRepeated(String access) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse(access))
        .withMessageContaining("a key itself does not belong here: wayfare api-key makes one")
        .withMessageNotContainingAny("a-secret", "1234567890", "BA7816");
  }

  @Test
  void aKeyThatStrayedElsewhereIsNotRepeatedEither() {
    String key = KeyHash.drawKey(new SecureRandom());
    for (String access :
        List.of("anonymous: %s", "consumers: {a: %s}", "%s: a", "functions: [%s]")) {
      assertThatExceptionOfType(InvalidConfigException.class)
          .isThrownBy(() -> parse(access.formatted(key)))
          .withMessageContaining("wayfare_***")
          .withMessageNotContaining(key.substring(8));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          anonymous: maybe             | "anonymous" cannot be "maybe"; known here: allow, refuse
          functions: [g]               | there is no function "g"; did you mean "f"?
          functions: []                | "functions" must have at least one entry
          consumers: {A: {}}           | a consumer's name is lower-case letters, digits and -
          consumers: {a: {key: b}}     | unknown key "key"
          quota: {}                    | missing key "requests-per-day" in "quota"
          quota: {requests-per-day: -1} | must be a whole number from 0 to 2147483647
          quota: {usd-per-day: free}   | a decimal number of at least 0
          rate: {}                     | missing key "per-second"
          rate: {per-second: 0}        | must be a whole number from 1 to 1000000, not "0"
          rate: {per-second: 1, burst: 0} | must be a whole number from 1 to 1000000, not "0"
          api-key: {}                  | missing key "header"
          api-key: {header: host}      | the lower-case name of a field that has no other use
          api-key: {header: X-Api-Key} | the lower-case name of a field that has no other use
          api-key: {header: wayfare-key} | the lower-case name of a field that has no other use
          api-key: {header: idempotency-key} | the lower-case name of a field
          api-key: {header: authorization} | the lower-case name of a field
          """)
  void whatIsWrongIsSaid(String access, String sentence) {
    assertRefused(access, sentence);
  }

  private static String jwt(String change, String to) {
    return "jwt: {issuer: i, audience: a, jwks-url: \"https://i.example/keys\", algorithms: [RS256]}"
        .replace(change, to);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RS256                  | none      | tokens are not believed by "none", but by a key pair
          RS256                  | HS256     | tokens are not believed by "HS256", but by a key pair
          [RS256]                | []        | "algorithms" must have at least one entry
          ', algorithms: [RS256]'| ''        | missing key "algorithms"
          ', audience: a'        | ''        | missing key "audience"
          issuer: i              | claim: i  | missing key "issuer"
          https:                 | http:     | keys that came in clear from http://i.example/keys
          https:                 | file:     | an address such as https://example.com
          issuer: i              | 'issuer: i, cache-duration: 1m' | a time of at least 2m
          """)
  void whatIsWrongAboutTokensIsSaid(String change, String to, String sentence) {
    assertRefused(jwt(change, to), sentence);
  }

  @Test
  void aSubjectIsOfOneConsumerAndNeedsTokens() {
    assertRefused("consumers: {a: {subjects: [s]}}", "\"access\" has no \"jwt\"");
    assertRefused(
        jwt("", "") + ", consumers: {a: {subjects: [s]}, b: {subjects: [s]}}",
        "consumer \"a\" has this subject already");
  }

  @Test
  void noKeyIsOfTwoConsumers() {
    String hash = KeyHash.of("key").text();
    assertRefused(
        "consumers: {a: {key-hashes: [\"%s\"]}, b: {key-hashes: [\"%s\"]}}".formatted(hash, hash),
        "consumer \"a\" has this key already");
  }

  @Test
  void itMayChangeWithoutARestart() {
    assertThat(config("").changeThatNeedsRestart(config("anonymous: allow"))).isEmpty();
  }
}
