package dev.wayfare.deployer;

import dev.wayfare.pricing.Sku;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * All that makes a deployed version what it is. Two that are equal have the same {@link #digest}.
 *
 * @param archive the package
 * @param archiveSha256 its SHA-256 in hexadecimal digits
 * @param module the module's SHA-256 in hexadecimal digits
 * @param shim the version of the shim in the package
 * @param sku what is bought to run it
 * @param account what of the account's settings it depends on, such as the role that it runs as
 * @param isPublic whether the platform lets in anybody, and not only whom it knows
 * @param variables of the function's environment; secrets among them
 */
public record Release(
    Path archive,
    String archiveSha256,
    String module,
    String shim,
    Sku sku,
    String account,
    boolean isPublic,
    SortedMap<String, String> variables) {
  /** The variable by which a deployed function tells its {@link #digest}. */
  public static final String RELEASE_VARIABLE = "WAYFARE_RELEASE";

  /** The variable by which a deployed function tells its module. */
  public static final String MODULE_VARIABLE = "WAYFARE_MODULE";

  /** The variable by which a deployed function tells its shim's version. */
  public static final String SHIM_VARIABLE = "WAYFARE_SHIM";

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public Release {
    if (!SHA256.matcher(archiveSha256).matches() || !SHA256.matcher(module).matches()) {
      throw new IllegalArgumentException("a SHA-256 is 64 lower-case hexadecimal digits");
    }
    variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
  }

  /**
   * A release of the package in {@code archive}, which depends on nothing of the account.
   *
   * @throws IOException where the package cannot be read
   */
  public static Release of(
      Path archive,
      String module,
      String shim,
      Sku sku,
      boolean isPublic,
      Map<String, String> variables)
      throws IOException {
    String sha256 = HexFormat.of().formatHex(Sha256.of(Files.readAllBytes(archive)));
    return new Release(archive, sha256, module, shim, sku, "", isPublic, new TreeMap<>(variables));
  }

  /** The same in an account with {@code settings}. */
  public Release withAccount(String settings) {
    return new Release(archive, archiveSha256, module, shim, sku, settings, isPublic, variables);
  }

  /** {@code sha256:} and hexadecimal digits, of all but where the package lies. */
  public String digest() {
    MessageDigest digest = Sha256.digest();
    add(digest, archiveSha256);
    add(digest, module);
    add(digest, shim);
    add(digest, sku.toString());
    add(digest, account);
    add(digest, Boolean.toString(isPublic));
    variables.forEach(
        (name, value) -> {
          add(digest, name);
          add(digest, value);
        });
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  /** With its length, so that no two lists of texts are one. */
  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
  }

  /** The package's SHA-256 as AWS writes it: in Base64. */
  public String archiveSha256Base64() {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(archiveSha256));
  }

  /** The function's whole environment: its variables, and those that tell what is deployed. */
  public SortedMap<String, String> environment() {
    var all = new TreeMap<>(variables);
    all.put(RELEASE_VARIABLE, digest());
    all.put(MODULE_VARIABLE, module);
    all.put(SHIM_VARIABLE, shim);
    return all;
  }

  /** Without the values of variables. */
  @Override
  public String toString() {
    return "Release[%s, %s, %s]".formatted(archive, sku, variables.keySet());
  }
}
