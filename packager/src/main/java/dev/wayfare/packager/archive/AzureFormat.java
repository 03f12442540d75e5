package dev.wayfare.packager.archive;

import dev.wayfare.packager.compile.CompiledModule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A function app for Azure's Java worker: {@code host.json}, {@code app.jar}, its dependencies in
 * {@code lib/}, and one folder for each function with its {@code function.json}.
 *
 * @param triggers what runs the function beside HTTP
 */
record AzureFormat(List<AzureTrigger> triggers) implements ArchiveFormat {
  /**
   * What brings the triggers along that the host does not have itself.
   *
   * @see <a href="https://learn.microsoft.com/azure/azure-functions/extension-bundles">Extension
   *     bundles</a>
   */
  private static final String EXTENSION_BUNDLE =
      """
      ,
        "extensionBundle": {
          "id": "Microsoft.Azure.Functions.ExtensionBundle",
          "version": "[4.*, 5.0.0)"
        }\
      """;

  AzureFormat {
    triggers = List.copyOf(triggers);
  }

  @Override
  public SortedMap<String, byte[]> files(CompiledModule module, ShimJars shim) {
    SortedMap<String, byte[]> files = ArchiveFormat.library(shim);
    byte[] app = files.remove("lib/" + shim.shim());
    files.put("app.jar", app);
    files.put("lib/" + FunctionJar.NAME, FunctionJar.of(module, Map.of()));
    files.put("host.json", bytes(hostJson()));
    put(files, AzureFunctionFile.HTTP);
    AzureFunctionFile.of(triggers).forEach(function -> put(files, function));
    return files;
  }

  /** Functions answer at the root: the host would put "/api" in front of every path. */
  private String hostJson() {
    return """
    {
      "version": "2.0",
      "extensions": {
        "http": {
          "routePrefix": ""
        }
      }%s
    }
    """
        .formatted(triggers.isEmpty() ? "" : EXTENSION_BUNDLE);
  }

  private static void put(SortedMap<String, byte[]> files, AzureFunctionFile function) {
    files.put(function.name() + "/function.json", bytes(function.json()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
