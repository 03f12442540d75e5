package dev.wayfare.router.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeployedTargetsTest {
  private static final String FILE = "conf/wayfare.state.json";
  private static final String DIGEST = "0123456789abcdef".repeat(4);

  private static final String WRITTEN =
      """
      {
        "version" : 1,
        "targets" : {
          "a-1" : {
            "function" : "shop",
            "provider" : "aws",
            "region" : "eu-west-1",
            "name" : "wayfare-shop-a-1",
            "serving" : "a",
            "canary" : {
              "slot" : "b",
              "share" : 0.05
            },
            "slots" : {
              "a" : {
                "endpoint" : "https://a.example/x",
                "release" : "sha256:DIGEST",
                "module" : "DIGEST",
                "shim" : "0.1.0",
                "deployed" : "2026-11-26T12:00:00Z"
              },
              "b" : {
                "endpoint" : "https://b.example/x",
                "release" : "sha256:DIGEST",
                "module" : "DIGEST",
                "shim" : "0.1.0",
                "deployed" : "2026-11-26T12:00:00Z"
              }
            }
          },
          "b-1" : {
            "function" : "shop",
            "provider" : "gcp",
            "region" : "us-central1",
            "name" : "wayfare-shop-b-1",
            "slots" : { }
          }
        }
      }
      """
          .replace("DIGEST", DIGEST);

  private static DeployedSlot version(String host) {
    return new DeployedSlot(
        URI.create("https://" + host + "/x"),
        "sha256:" + DIGEST,
        DIGEST,
        "0.1.0",
        Instant.parse("2026-11-26T12:00:00Z"));
  }

  private static DeployedTarget target() {
    return new DeployedTarget(
        "shop",
        "aws",
        "eu-west-1",
        "wayfare-shop-a-1",
        Slot.A,
        null,
        Map.of(Slot.A, version("a.example"), Slot.B, version("b.example")));
  }

  private static DeployedTargets state() {
    return DeployedTargets.EMPTY
        .with(
            "b-1",
            new DeployedTarget(
                "shop", "gcp", "us-central1", "wayfare-shop-b-1", null, null, Map.of()))
        .with("a-1", target().withCanary(new Canary(Slot.B, 0.05)));
  }

  @Test
  void whatIsWrittenIsReadTheSame() {
    assertThat(state().json()).isEqualTo(WRITTEN);
    assertThat(DeployedTargets.parse(FILE, WRITTEN)).isEqualTo(state());
    assertThat(DeployedTargets.parse(FILE, DeployedTargets.EMPTY.json()))
        .isEqualTo(DeployedTargets.EMPTY);
  }

  @Test
  void whatALaterVersionAddedIsIgnored() {
    String more = WRITTEN.replace("\"function\"", "\"later\": {\"x\": [1]}, \"function\"");
    assertThat(DeployedTargets.parse(FILE, more)).isEqualTo(state());
  }

  @Test
  void whatServesIsWhereATargetListens() {
    assertThat(target().endpoint()).contains(URI.create("https://a.example/x"));
    assertThat(target().withServing(Slot.B).endpoint()).contains(URI.create("https://b.example/x"));
    assertThat(state().without("a-1").byId().values())
        .singleElement()
        .satisfies(it -> assertThat(it.endpoint()).isEmpty());
  }

  @Test
  void aCanaryThatServesIsNoneAnyMore() {
    DeployedTarget withCanary = target().withCanary(new Canary(Slot.B, 1));
    assertThat(withCanary.withServing(Slot.B).canary()).isNull();
    assertThat(withCanary.withServing(Slot.A)).isEqualTo(withCanary);
  }

  @Test
  void whatGetsRequestsCannotBeMissing() {
    assertThatIllegalArgumentException().isThrownBy(() -> target().withoutSlot(Slot.A));
    assertThat(target().withoutSlot(Slot.B).slots()).containsOnlyKeys(Slot.A);
    DeployedTarget withCanary = target().withCanary(new Canary(Slot.B, 0.5));
    assertThatIllegalArgumentException().isThrownBy(() -> withCanary.withoutSlot(Slot.B));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> target().withCanary(new Canary(Slot.A, 0.5)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"version\" : 1 | \"version\" : 2 | this was written by a newer wayfare (version 2",
        "\"version\" : 1 | \"version\" : \"1\" | \"version\" must be 1",
        "\"targets\" : { | \"targets\" : { \"b-1\" : {}, | this is not JSON (Duplicate",
        "{ } | { } } } } } | this is not JSON (Unexpected close marker",
        "\"serving\" : \"a\" | \"serving\" : \"c\" | target \"a-1\": a slot is \"a\" or \"b\"",
        "\"serving\" : \"a\" | \"serving\" : \"b\" | target \"a-1\": a canary is beside another"
            + " slot",
        "\"share\" : 0.05 | \"share\" : 1.5 | a canary's share is above 0 and at most 1",
        "\"share\" : 0.05 | \"share\" : 0 | a canary's share is above 0 and at most 1",
        "https://b.example/x | https://b.example/x?y | slot \"b\": an endpoint is an address",
        "https://b.example/x | a b | target \"a-1\": slot \"b\": Illegal character",
        "sha256: | sha1: | a release is sha256: and",
        "2026-11-26T12:00:00Z | yesterday | slot \"a\": Text 'yesterday' could not be parsed",
        "\"function\" | \"f\" | target \"a-1\": \"function\" must be text",
      })
  void aFileThatIsNotValidIsRefusedInASentenceWithItsName(
      String part, String other, String sentence) {
    String json = WRITTEN.replaceFirst(java.util.regex.Pattern.quote(part), other);
    assertThat(json).isNotEqualTo(WRITTEN);
    assertThatThrownBy(() -> DeployedTargets.parse(FILE, json))
        .isInstanceOf(InvalidStateException.class)
        .hasMessageStartingWith(FILE + ": ")
        .hasMessageContaining(sentence)
        .hasMessageMatching("(?s).*; (put back a copy of it|update wayfare here).*");
  }
}
