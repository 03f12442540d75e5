package dev.wayfare.packager.compile;

import dev.wayfare.packager.zip.Zip;
import dev.wayfare.shim.capability.FileTree;
import dev.wayfare.shim.engine.ModuleImage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A module compiled to JVM classes: the files that, put on a class path, {@link ModuleImage#load}
 * finds again. The same module gives the same bytes.
 */
public final class CompiledModule {
  private final String name;
  private final String sha256;
  private final SortedMap<String, byte[]> code;
  private final SortedMap<String, byte[]> files;
  private final CodeReport report;
  private final FileTree readable;

  /**
   * A module that was compiled here, or is brought back as it was.
   *
   * @param name the module's file name
   * @param sha256 the SHA-256 of the module's file, 64 lower-case hexadecimal digits
   * @param code the classes and the skeleton by their paths on the class path
   */
  public CompiledModule(
      String name, String sha256, SortedMap<String, byte[]> code, CodeReport report) {
    this(name, sha256, code, report, FileTree.EMPTY);
  }

  private CompiledModule(
      String name,
      String sha256,
      SortedMap<String, byte[]> code,
      CodeReport report,
      FileTree readable) {
    this.name = name;
    this.sha256 = sha256;
    this.code = Collections.unmodifiableSortedMap(code);
    this.report = report;
    this.readable = readable;
    var all = new TreeMap<String, byte[]>(code);
    all.put(ModuleImage.DESCRIPTOR, descriptor());
    if (!readable.isEmpty()) {
      all.put(ModuleImage.FILES, Zip.of(readable.files(), ""));
    }
    this.files = Collections.unmodifiableSortedMap(all);
  }

  /** The module's file name, such as "hello.wasm". */
  public String name() {
    return name;
  }

  /** The SHA-256 of the module's file, 64 lower-case hexadecimal digits. */
  public String sha256() {
    return sha256;
  }

  /** Every file by its path on the class path, sorted. */
  public SortedMap<String, byte[]> files() {
    return files;
  }

  /** The files that do not depend on the module's name: all but the descriptor. */
  public SortedMap<String, byte[]> code() {
    return code;
  }

  /** Which functions are interpreted, split, or too large for the JVM to optimize. */
  public CodeReport report() {
    return report;
  }

  /** The same module under another file name. */
  public CompiledModule named(String other) {
    return other.equals(name) ? this : new CompiledModule(other, sha256, code, report, readable);
  }

  /** The same module, whose guests may read {@code files}. */
  public CompiledModule with(FileTree files) {
    return new CompiledModule(name, sha256, code, report, files);
  }

  /** A class loader that sees these files and the function host, to run the module in this JVM. */
  public ClassLoader classLoader() {
    return new FilesClassLoader(files);
  }

  /** Written by hand: {@link java.util.Properties#store} adds the date. */
  private byte[] descriptor() {
    String text =
        ModuleImage.NAME_KEY
            + "="
            + escaped(name)
            + "\n"
            + ModuleImage.SHA256_KEY
            + "="
            + sha256
            + "\n"
            + ModuleImage.INTERPRETED_KEY
            + "="
            + report.interpreted().size()
            + "\n";
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String escaped(String value) {
    var text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c > ' ' && c < 0x7f && c != '\\') {
        text.append(c);
      } else {
        text.append("\\u").append(HexFormat.of().toHexDigits(c));
      }
    }
    return text.toString();
  }

  private static final class FilesClassLoader extends ClassLoader {
    private final SortedMap<String, byte[]> files;

    FilesClassLoader(SortedMap<String, byte[]> files) {
      super(ModuleImage.class.getClassLoader());
      this.files = files;
    }

    @Override
    protected Class<?> findClass(String className) throws ClassNotFoundException {
      byte[] bytes = files.get(className.replace('.', '/') + ".class");
      if (bytes == null) {
        throw new ClassNotFoundException(className);
      }
      return defineClass(className, bytes, 0, bytes.length);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String path) {
      byte[] bytes = files.get(path);
      return bytes == null ? super.getResourceAsStream(path) : new ByteArrayInputStream(bytes);
    }
  }
}
