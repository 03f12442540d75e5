package dev.wayfare.packager;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Random uses of hash-wasm's modules, each a line as {@code calls.mjs} reads it. */
final class HashScenarios {
  private static final Map<String, String> SPECIAL_INIT =
      Map.of(
          "blake2b", " 512",
          "blake2s", " 256",
          "blake3", " 0",
          "crc32", " 3988292384",
          "sha256", " 256",
          "sha3", " 256",
          "sha512", " 512",
          "xxhash32", " 2654435769");
  private static final Map<String, String> SPECIAL_FINAL = Map.of("blake3", " 64", "sha3", " 6");
  private static final int MOST_BYTES = 2000;
  private static final int BLOCK_BYTES = 1024;
  private static final int ARGON2_VERSION = 0x13;

  private final RandomGenerator random;

  HashScenarios(RandomGenerator random) {
    this.random = random;
  }

  String of(String module) {
    return switch (module) {
      case "argon2" -> argon2();
      case "bcrypt" -> bcrypt();
      case "scrypt" -> scrypt();
      default -> message(module);
    };
  }

  /** What the buffer holds first is a seed or a key to those that take one. */
  private String message(String module) {
    List<String> steps = new ArrayList<>(List.of(module, write(0, 64)));
    steps.add("call Hash_Init" + SPECIAL_INIT.getOrDefault(module, ""));
    for (int i = random.nextInt(4); i >= 0; i--) {
      int length = random.nextInt(MOST_BYTES);
      steps.add(write(0, length));
      steps.add("call Hash_Update " + length);
    }
    steps.add("call Hash_Final" + SPECIAL_FINAL.getOrDefault(module, ""));
    steps.add("read 64");
    return String.join(";", steps);
  }

  private String argon2() {
    int lanes = 1 + random.nextInt(3);
    int blocks = 8 * lanes + random.nextInt(32);
    int passes = 1 + random.nextInt(3);
    var vector = new StringBuilder();
    for (int value : List.of(lanes, 32, blocks, passes, ARGON2_VERSION, random.nextInt(3))) {
      vector.append(HexFormat.of().toHexDigits(Integer.reverseBytes(value)));
    }
    List<String> steps = new ArrayList<>(List.of("argon2"));
    steps.add("call Hash_SetMemorySize " + (blocks + 1) * BLOCK_BYTES);
    for (int block = 0; block < blocks; block++) {
      steps.add(write(block * BLOCK_BYTES, BLOCK_BYTES));
    }
    steps.add("write " + blocks * BLOCK_BYTES + " " + vector);
    steps.add("call Hash_Calculate 0 " + blocks);
    steps.add("read " + BLOCK_BYTES);
    return String.join(";", steps);
  }

  private String bcrypt() {
    int length = 1 + random.nextInt(72);
    return "bcrypt;" + write(0, 16 + length) + ";call bcrypt " + length + " 4 0;read 24";
  }

  private String scrypt() {
    int size = 1 + random.nextInt(8);
    int cost = 2 << random.nextInt(5);
    int lanes = 1 + random.nextInt(3);
    int bytes = 128 * size * lanes;
    return String.join(
        ";",
        "scrypt",
        "call Hash_SetMemorySize " + (bytes + 128 * size * cost + 256 * size),
        write(0, bytes),
        "call scrypt " + size + " " + cost + " " + lanes,
        "read " + bytes);
  }

  private String write(int offset, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return "write " + offset + " " + HexFormat.of().formatHex(bytes);
  }
}
