package dev.wayfare.shim.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.wayfare.shim.contract.HelloGuest;
import dev.wayfare.shim.host.FunctionHost;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GoogleEventFunctionTest {
  @Test
  void anEventThatTheGuestTakesIsDone() {
    GoogleEventFunction function = function("/status/204");
    assertThatNoException().isThrownBy(() -> function.accept(sample()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/status/500", "/status/404", "/status/302", "/trap"})
  void anEventThatTheGuestDoesNotTakeFails(String target) {
    GoogleEventFunction function = function(target);
    assertThatExceptionOfType(EventFailedException.class)
        .isThrownBy(() -> function.accept(sample()))
        .withMessageStartingWith("7: the function answered the event with ")
        .satisfies(thrown -> assertThat(thrown.getStackTrace()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void noDataWhateverBreaksTheFunction(long seed) {
    var random = new Random(seed);
    GoogleEventFunction function = function("/status/204");
    byte[][] samples = {
      Samples.read("pubsub-text.json"),
      Samples.read("pubsub-binary.json"),
      Samples.read("storage-simple.json")
    };
    for (int i = 0; i < 500; i++) {
      byte[] data = broken(samples[random.nextInt(samples.length)], random);
      String type = random.nextBoolean() ? Samples.MESSAGE : Samples.FINALIZED;
      try {
        function.accept(FakeEvent.of(type, Samples.TOPIC, data));
      } catch (EventFailedException e) {
        assertThat(e).as("seed %d, event %d", seed, i).hasMessageContaining("cannot be read");
      }
    }
    function.accept(sample());
  }

  /** Cut off, or with some bytes of it replaced by what JSON is made of. */
  private static byte[] broken(byte[] data, Random random) {
    byte[] broken =
        random.nextInt(3) == 0 ? Arrays.copyOf(data, random.nextInt(data.length)) : data.clone();
    for (int i = random.nextInt(4); i > 0 && broken.length > 0; i--) {
      broken[random.nextInt(broken.length)] =
          (byte) "\"\\{}[]:,0-.nul=\u0000\u0080".charAt(random.nextInt(17));
    }
    return broken;
  }

  private static FakeEvent sample() {
    return FakeEvent.of(Samples.MESSAGE, Samples.TOPIC, Samples.read("pubsub-text.json"));
  }

  private static GoogleEventFunction function(String target) {
    FunctionHost host =
        FunctionHost.ofClassPath(
            HelloGuest.classPath(), Map.of("WAYFARE_EVENT_TARGET", target), line -> {});
    return new GoogleEventFunction(host, Trace.ofProject(Map.of()));
  }
}
