package dev.wayfare.deployer.gcp;

import static dev.wayfare.deployer.gcp.GcpFixture.A;
import static dev.wayfare.deployer.gcp.GcpFixture.B;
import static dev.wayfare.deployer.gcp.GcpFixture.UNIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.Holding;
import dev.wayfare.deployer.Release;
import dev.wayfare.router.deployed.Slot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that ends at any request, before it is done or after, can be run again. */
final class GcpResumeTest {
  /** Requests of a put that is not disturbed, where the operation is seen under way once. */
  private static final int CREATING = 9;

  private static final int UPDATING = 8;
  private static final int REMOVING = 7;

  @TempDir private Path folder;
  private GcpFixture fixture;
  private GcpStandIn google;

  @BeforeEach
  void start() {
    fixture = new GcpFixture(folder);
    google = fixture.google;
    google.slow(1);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private void put(Slot slot, Release release) {
    try (GcpCloud cloud = fixture.cloud(1)) {
      cloud.put(UNIT, slot, release, step -> {});
    }
  }

  private void remove() {
    try (GcpCloud cloud = fixture.cloud(1)) {
      cloud.remove(UNIT, step -> {});
    }
  }

  private Holding holding(Slot slot) {
    try (GcpCloud cloud = fixture.cloud(1)) {
      return cloud.holding(UNIT, slot);
    }
  }

  static Stream<Arguments> creating() {
    return everyRequest(CREATING);
  }

  static Stream<Arguments> updating() {
    return everyRequest(UPDATING);
  }

  static Stream<Arguments> removing() {
    return everyRequest(REMOVING);
  }

  private static Stream<Arguments> everyRequest(int most) {
    return IntStream.rangeClosed(1, most)
        .boxed()
        .flatMap(n -> Stream.of(Arguments.of(n, true), Arguments.of(n, false)));
  }

  @Test
  void theRequestsAreAsManyAsAreTried() {
    put(Slot.A, fixture.release("one"));
    assertThat(google.requests()).hasSize(CREATING);
    google.forget();
    put(Slot.A, fixture.release("two"));
    assertThat(google.requests()).hasSize(UPDATING);
    put(Slot.B, fixture.release("two"));
    google.forget();
    remove();
    assertThat(google.requests()).hasSize(REMOVING + 1);
  }

  private void cut(int n, boolean isDone, Runnable run) {
    if (isDone) {
      google.deafAfter(n);
    } else {
      google.deadAfter(n);
    }
    assertThatThrownBy(run::run).isInstanceOf(CloudException.class);
    google.hears();
  }

  @ParameterizedTest
  @MethodSource("creating")
  void creating(int n, boolean isDone) {
    put(Slot.B, fixture.release("before"));
    JsonNode before = google.function(B).deepCopy();
    Release release = fixture.release("one");
    cut(n, isDone, () -> put(Slot.A, release));
    put(Slot.A, release);

    assertThat(holding(Slot.A))
        .isInstanceOfSatisfying(
            Holding.Deployed.class, it -> assertThat(it.release()).isEqualTo(release.digest()));
    assertThat(google.uploaded(A)).isEqualTo("one".getBytes(StandardCharsets.UTF_8));
    assertThat(google.policy(A).path("bindings"))
        .hasToString("[{\"role\":\"roles/run.invoker\",\"members\":[\"allUsers\"]}]");
    assertThat(google.names()).containsExactly(A, B);
    assertThat(google.function(B)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("updating")
  void updating(int n, boolean isDone) {
    put(Slot.A, fixture.release("one"));
    Release release = fixture.release("two");
    cut(n, isDone, () -> put(Slot.A, release));
    put(Slot.A, release);

    assertThat(holding(Slot.A))
        .isInstanceOfSatisfying(
            Holding.Deployed.class, it -> assertThat(it.release()).isEqualTo(release.digest()));
    assertThat(google.uploaded(A)).isEqualTo("two".getBytes(StandardCharsets.UTF_8));
    assertThat(google.names()).containsExactly(A);
  }

  @ParameterizedTest
  @MethodSource("removing")
  void removing(int n, boolean isDone) {
    put(Slot.A, fixture.release("one"));
    put(Slot.B, fixture.release("two"));
    cut(n, isDone, this::remove);
    remove();
    assertThat(google.names()).isEmpty();
  }

  @Test
  void aRemovalThatIsUnderWayIsWaitedForBeforeAnythingIsMadeAgain() {
    put(Slot.A, fixture.release("one"));
    google.slow(3);
    google.deafAfter(2);
    assertThatThrownBy(this::remove).isInstanceOf(CloudException.class);
    google.hears();
    assertThat(holding(Slot.A)).isEqualTo(new Holding.Half(A + " is DELETING"));
    put(Slot.A, fixture.release("two"));
    assertThat(google.uploaded(A)).isEqualTo("two".getBytes(StandardCharsets.UTF_8));
  }
}
