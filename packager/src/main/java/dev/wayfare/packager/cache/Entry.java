package dev.wayfare.packager.cache;

import dev.wayfare.packager.compile.CodeReport;
import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.packager.compile.Digest;
import dev.wayfare.packager.compile.FunctionSize;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A compiled module as the bytes of one file: a line that names the format, the SHA-256 of all that
 * follows, the key, what is reported of the functions, and the files. Nothing is read, still less
 * defined as a class, before the digest has been found right.
 */
final class Entry {
  /** The version of this layout. */
  static final int FORMAT = 1;

  private static final byte[] MAGIC =
      ("wayfare compiled module " + FORMAT + "\n").getBytes(StandardCharsets.US_ASCII);
  private static final int CONTENT_AT = MAGIC.length + Digest.BYTES;

  private Entry() {}

  static byte[] encode(EntryKey key, CompiledModule module) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(MAGIC);
    bytes.writeBytes(new byte[Digest.BYTES]);
    try (var out = new DataOutputStream(bytes)) {
      writeText(out, key.text());
      writeSizes(out, module.report().interpreted());
      writeSizes(out, module.report().split());
      writeSizes(out, module.report().neverOptimized());
      out.writeInt(module.code().size());
      for (Map.Entry<String, byte[]> file : module.code().entrySet()) {
        writeText(out, file.getKey());
        out.writeInt(file.getValue().length);
        out.write(file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    byte[] entry = bytes.toByteArray();
    byte[] digest = Digest.of(entry, CONTENT_AT, entry.length - CONTENT_AT);
    System.arraycopy(digest, 0, entry, MAGIC.length, digest.length);
    return entry;
  }

  /**
   * The module, or nothing if these bytes are not an undamaged entry of that key.
   *
   * @param name the module's file name, which no entry depends on
   */
  static Optional<CompiledModule> decode(EntryKey key, String name, byte[] entry) {
    if (!isIntact(entry)) {
      return Optional.empty();
    }
    try (var in =
        new DataInputStream(
            new ByteArrayInputStream(entry, CONTENT_AT, entry.length - CONTENT_AT))) {
      if (!readText(in).equals(key.text())) {
        return Optional.empty();
      }
      var report = new CodeReport(readSizes(in), readSizes(in), readSizes(in));
      var code = new TreeMap<String, byte[]>();
      int files = in.readInt();
      for (int i = 0; i < files; i++) {
        String path = readText(in);
        code.put(path, in.readNBytes(in.readInt()));
      }
      return Optional.of(new CompiledModule(name, key.moduleSha256(), code, report));
    } catch (IOException e) {
      throw new UncheckedIOException("the digest is that of something else than an entry", e);
    }
  }

  private static boolean isIntact(byte[] entry) {
    if (entry.length < CONTENT_AT) {
      return false;
    }
    var head = new byte[CONTENT_AT];
    System.arraycopy(MAGIC, 0, head, 0, MAGIC.length);
    byte[] digest = Digest.of(entry, CONTENT_AT, entry.length - CONTENT_AT);
    System.arraycopy(digest, 0, head, MAGIC.length, digest.length);
    return MessageDigest.isEqual(head, Arrays.copyOf(entry, CONTENT_AT));
  }

  private static void writeSizes(DataOutputStream out, List<FunctionSize> sizes)
      throws IOException {
    out.writeInt(sizes.size());
    for (FunctionSize size : sizes) {
      writeText(out, size.function());
      out.writeInt(size.bytecodeBytes());
    }
  }

  private static List<FunctionSize> readSizes(DataInputStream in) throws IOException {
    var sizes = new ArrayList<FunctionSize>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      sizes.add(new FunctionSize(readText(in), in.readInt()));
    }
    return sizes;
  }

  /** Not {@link DataOutputStream#writeUTF}: a function's name may be longer than that can hold. */
  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
