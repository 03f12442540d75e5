package dev.wayfare.packager.archive;

import dev.wayfare.packager.compile.CompiledModule;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;

/**
 * A function app for Azure's Java worker: {@code host.json}, {@code app.jar}, its dependencies in
 * {@code lib/}, and one folder for each function with its {@code function.json}.
 */
final class AzureFormat implements ArchiveFormat {
  /** Functions answer at the root: the host would put "/api" in front of every path. */
  private static final String HOST_JSON =
      """
      {
        "version": "2.0",
        "extensions": {
          "http": {
            "routePrefix": ""
          }
        }
      }
      """;

  private static final String FUNCTION_JSON =
      """
      {
        "scriptFile": "../app.jar",
        "entryPoint": "dev.wayfare.shim.azure.AzureFunction.run",
        "bindings": [
          {
            "type": "httpTrigger",
            "direction": "in",
            "name": "request",
            "dataType": "binary",
            "authLevel": "anonymous",
            "methods": ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"],
            "route": "{*path}"
          },
          {
            "type": "http",
            "direction": "out",
            "name": "$return"
          }
        ]
      }
      """;

  @Override
  public SortedMap<String, byte[]> files(CompiledModule module, ShimJars shim) {
    SortedMap<String, byte[]> files = ArchiveFormat.library(shim);
    byte[] app = files.remove("lib/" + shim.shim());
    files.put("app.jar", app);
    files.put("lib/" + FunctionJar.NAME, FunctionJar.of(module, Map.of()));
    files.put("host.json", HOST_JSON.getBytes(StandardCharsets.UTF_8));
    files.put("function/function.json", FUNCTION_JSON.getBytes(StandardCharsets.UTF_8));
    return files;
  }
}
