package dev.wayfare.packager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.engine.Guests;
import dev.wayfare.shim.engine.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Modules of the npm package hash-wasm, which were made for others, against the JDK's hashes and
 * Node.
 */
@Tag("toolchain")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HashModulesTest {
  private static final long SEED = 20;
  private static final int SCENARIOS_PER_MODULE = 20;
  private static final List<Long> SHA3_PADDING = List.of(6L);
  private static final int MOST_SMALL_BYTES = 300;
  private static final int[] LARGE_BYTES = {
    4096,
    GuestDigest.BUFFER_BYTES - 1,
    GuestDigest.BUFFER_BYTES,
    GuestDigest.BUFFER_BYTES + 1,
    100_003
  };

  private final Map<String, Guests> compiled = new HashMap<>();
  private Map<String, byte[]> modules = Map.of();

  /**
   * A hash that the JDK knows too.
   *
   * @param atInit what the module's Hash_Init takes
   * @param atFinal what its Hash_Final takes
   */
  record Hash(String jdkName, int bytes, String module, List<Long> atInit, List<Long> atFinal) {
    void begin(GuestDigest digest) {
      digest.init(array(atInit));
    }

    String ofGuest(GuestDigest digest) {
      return HexFormat.of().formatHex(digest.digest(bytes, array(atFinal)));
    }

    String ofJdk(byte[] message) {
      return HexFormat.of()
          .formatHex(
              switch (jdkName) {
                case "Adler32" -> checksum(new Adler32(), message);
                case "CRC32" -> checksum(new CRC32(), message);
                case "CRC32C" -> checksum(new CRC32C(), message);
                default -> digest(message);
              });
    }

    private static long[] array(List<Long> numbers) {
      return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private byte[] digest(byte[] message) {
      try {
        return MessageDigest.getInstance(jdkName).digest(message);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    private static byte[] checksum(Checksum checksum, byte[] message) {
      checksum.update(message);
      return ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array();
    }
  }

  static Stream<Hash> hashes() {
    var sized = new ArrayList<Hash>();
    for (int bits : List.of(224, 256, 384, 512)) {
      String sha2 = bits < 384 ? "sha256" : "sha512";
      sized.add(new Hash("SHA-" + bits, bits / 8, sha2, List.of((long) bits), List.of()));
      sized.add(new Hash("SHA3-" + bits, bits / 8, "sha3", List.of((long) bits), SHA3_PADDING));
    }
    return Stream.concat(
        Stream.of(
            new Hash("Adler32", 4, "adler32", List.of(), List.of()),
            new Hash("CRC32", 4, "crc32", List.of(0xedb88320L), List.of()),
            new Hash("CRC32C", 4, "crc32", List.of(0x82f63b78L), List.of()),
            new Hash("MD5", 16, "md5", List.of(), List.of()),
            new Hash("SHA-1", 20, "sha1", List.of(), List.of())),
        sized.stream());
  }

  @BeforeAll
  void read() throws IOException {
    modules = HashModules.all();
  }

  @Test
  void everyModuleComputesWhatItComputesOnNode() throws IOException, InterruptedException {
    assertThat(modules).hasSize(22);
    var scenarios = new HashScenarios(new Random(SEED));
    List<String> lines =
        modules.keySet().stream()
            .flatMap(name -> Stream.generate(() -> scenarios.of(name)).limit(SCENARIOS_PER_MODULE))
            .toList();
    List<String> onNode = HashModules.outcomesOnNode(lines);
    assertThat(onNode).hasSameSizeAs(lines);
    for (int i = 0; i < lines.size(); i++) {
      String[] parts = lines.get(i).split(";", 2);
      assertThat(GuestDigest.outcome(guests(parts[0]).create(List.of()), parts[1]))
          .as("line %d (%s), seed %d", i, parts[0], SEED)
          .isNotEmpty()
          .isEqualTo(onNode.get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("hashes")
  void messagesOfManyLengthsInSeveralUpdatesGiveTheJdksDigests(Hash hash) {
    var random = new Random(SEED);
    var guest = new GuestDigest(guests(hash.module()).create(List.of()));
    IntStream.concat(IntStream.rangeClosed(0, MOST_SMALL_BYTES), Arrays.stream(LARGE_BYTES))
        .forEach(
            length -> {
              byte[] message = bytes(random, length);
              hash.begin(guest);
              updateInParts(guest, message, random);
              assertThat(hash.ofGuest(guest))
                  .as("%d bytes, seed %d", length, SEED)
                  .isEqualTo(hash.ofJdk(message));
            });
  }

  @ParameterizedTest
  @MethodSource("hashes")
  void aGuestPutBackIntoTheMiddleOfAMessageEndsItAnotherWay(Hash hash) {
    var random = new Random(SEED);
    var guest = new GuestDigest(guests(hash.module()).create(List.of()));
    byte[] message = bytes(random, 1000);
    hash.begin(guest);
    guest.update(message, 0, 333);
    Snapshot middle = guest.snapshot();
    for (int round = 0; round < 20; round++) {
      int length = 333 + random.nextInt(message.length - 333);
      guest.update(message, 333, length - 333);
      assertThat(hash.ofGuest(guest))
          .as("%d bytes, seed %d", length, SEED)
          .isEqualTo(hash.ofJdk(Arrays.copyOf(message, length)));
      assertThat(guest.putBack(middle)).isTrue();
    }
  }

  private Guests guests(String name) {
    return compiled.computeIfAbsent(
        name, key -> HashModules.guests(key, Objects.requireNonNull(modules.get(key))));
  }

  private static void updateInParts(GuestDigest guest, byte[] message, RandomGenerator random) {
    int at = 0;
    while (at < message.length) {
      int count = 1 + random.nextInt(message.length - at);
      guest.update(message, at, count);
      at += count;
    }
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
