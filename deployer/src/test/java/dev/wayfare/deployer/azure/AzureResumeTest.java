package dev.wayfare.deployer.azure;

import static dev.wayfare.deployer.azure.AzureFixture.APP_A;
import static dev.wayfare.deployer.azure.AzureFixture.APP_B;
import static dev.wayfare.deployer.azure.AzureFixture.UNIT;
import static dev.wayfare.deployer.azure.AzureFixture.bytes;
import static dev.wayfare.deployer.azure.AzureFixture.made;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.Holding;
import dev.wayfare.deployer.Release;
import dev.wayfare.router.deployed.Slot;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that are stopped anywhere, and run again. */
final class AzureResumeTest {
  @TempDir static Path shared;
  @TempDir Path folder;
  private AzureFixture fixture;
  private AzureStandIn azure;
  private AzureCloud cloud;
  private List<String> steps;

  @BeforeEach
  void start() {
    fixture = new AzureFixture(shared, folder);
    azure = fixture.azure;
    cloud = fixture.cloud;
    steps = fixture.steps;
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  /** The requests of putting a second release beside one that serves, with operations that last. */
  private static final int REQUESTS = 23;

  static IntStream stops() {
    return IntStream.rangeClosed(1, REQUESTS);
  }

  @ParameterizedTest
  @MethodSource("stops")
  void aRunThatIsStoppedAnywhereIsRunAgain(int n) {
    Release one = fixture.release("one");
    fixture.put(Slot.A, one);
    Release two = fixture.release("two");
    azure.slow(1);
    azure.deafFrom(n);
    CloudException stopped =
        catchThrowableOfType(CloudException.class, () -> fixture.put(Slot.B, two));
    assertThat(stopped).isNotNull();
    azure.hears();

    AzureCloud fresh = AzureFixture.cloud(azure);
    assertThat(fresh.holding(UNIT, Slot.A)).isInstanceOf(Holding.Deployed.class);
    URI endpoint = fresh.put(UNIT, Slot.B, two, steps::add);

    assertThat(fresh.holding(UNIT, Slot.B))
        .isEqualTo(new Holding.Deployed(two.digest(), "ab".repeat(32), "0.1.0", endpoint));
    assertThat(azure.uploaded(APP_A)).isEqualTo(bytes(one));
    assertThat(azure.uploaded(APP_B)).isEqualTo(bytes(two));
    assertThat(azure.manager().made())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(made(APP_A).stream(), made(APP_B).stream()).toList());
    azure.forget();
    fresh.put(UNIT, Slot.B, two, steps::add);
    assertThat(azure.changes()).isEmpty();
  }

  @Test
  void allRequestsOfARunAreStoppedAt() {
    fixture.put(Slot.A, fixture.release("one"));
    azure.slow(1);
    azure.forget();

    fixture.put(Slot.B, fixture.release("two"));

    assertThat(azure.requests()).hasSize(REQUESTS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void aRemovalThatIsStoppedAnywhereIsRunAgain(int n) {
    fixture.put(Slot.A, fixture.release("one"));
    fixture.put(Slot.B, fixture.release("two"));
    azure.deafFrom(n);
    assertThat(catchThrowableOfType(CloudException.class, () -> cloud.remove(UNIT, steps::add)))
        .isNotNull();
    azure.hears();

    AzureFixture.cloud(azure).remove(UNIT, steps::add);

    assertThat(azure.manager().made()).isEmpty();
  }
}
