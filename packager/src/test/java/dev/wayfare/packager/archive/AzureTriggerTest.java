package dev.wayfare.packager.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.packager.Examples;
import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.packager.compile.ModuleCompiler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AzureTriggerTest {
  private static final CompiledModule MODULE =
      ModuleCompiler.compile("hello.wasm", Examples.C.wasm(), ModuleCompiler.TooLarge.REFUSED);

  @Test
  void withoutTriggersThereIsOneFunctionAndNoBundle() {
    SortedMap<String, String> files = json();
    assertThat(files.keySet()).containsExactly("function/function.json", "host.json");
    assertThat(files.get("host.json")).doesNotContain("extensionBundle");
    assertThat(files.get("function/function.json"))
        .isEqualTo(
            """
            {
              "scriptFile": "../app.jar",
              "entryPoint": "dev.wayfare.shim.azure.AzureFunction.run",
              "bindings": [
                {
                  "type": "httpTrigger",
                  "direction": "in",
                  "name": "request",
                  "authLevel": "anonymous",
                  "route": "{*path}"
                },
                {
                  "type": "http",
                  "direction": "out",
                  "name": "$return"
                }
              ]
            }
            """);
  }

  @Test
  void eachTriggerIsAFunctionAndTheBundleBringsItAlong() {
    SortedMap<String, String> files =
        json("queue:orders", "blob:photos:PHOTOS", "timer:0 */5 * * * *", "eventgrid");
    assertThat(files.keySet())
        .containsExactly(
            "blob-photos/function.json",
            "eventgrid/function.json",
            "function/function.json",
            "host.json",
            "queue-orders/function.json",
            "timer/function.json");
    assertThat(files.get("host.json"))
        .isEqualTo(
            """
            {
              "version": "2.0",
              "extensions": {
                "http": {
                  "routePrefix": ""
                }
              },
              "extensionBundle": {
                "id": "Microsoft.Azure.Functions.ExtensionBundle",
                "version": "[4.*, 5.0.0)"
              }
            }
            """);
    assertThat(files.get("queue-orders/function.json"))
        .isEqualTo(
            """
            {
              "scriptFile": "../app.jar",
              "entryPoint": "dev.wayfare.shim.azure.AzureEvents.queue",
              "bindings": [
                {
                  "type": "queueTrigger",
                  "direction": "in",
                  "name": "message",
                  "dataType": "binary",
                  "queueName": "orders",
                  "connection": "AzureWebJobsStorage"
                }
              ]
            }
            """);
    assertThat(files.get("blob-photos/function.json"))
        .contains("\"path\": \"photos/{name}\"", "\"connection\": \"PHOTOS\"");
    assertThat(files.get("timer/function.json")).contains("\"schedule\": \"0 */5 * * * *\"");
    assertThat(files.get("eventgrid/function.json")).contains("\"type\": \"eventGridTrigger\"");
  }

  @Test
  void functionsOfTheSameKindHaveDifferentNames() {
    assertThat(json("timer:0 0 1 * * *", "timer:0 0 2 * * *", "timer:0 0 3 * * *").keySet())
        .contains("timer/function.json", "timer-2/function.json", "timer-3/function.json");
  }

  @Test
  void aQueueHasOneTrigger() {
    assertThatThrownBy(() -> json("queue:orders", "queue:orders:OTHER"))
        .isInstanceOf(PackagingException.class)
        .hasMessage("the queue orders has a trigger already");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "queue | a trigger is queue:NAME",
        "queue:a:b:c | a trigger is queue:NAME",
        "eventgrid:x | a trigger is queue:NAME",
        "kafka:x | but not \"kafka:x\"",
        "queue:ab | 3 to 63 lower-case",
        "queue:Orders | 3 to 63 lower-case",
        "queue:a--b | 3 to 63 lower-case",
        "queue:orders:a\" | a connection is the name of an app setting",
        "blob:/x | a blob trigger's path",
        "blob:photos/a\"b | a blob trigger's path",
        "timer:* * * * * | a timer's schedule has six fields",
        "timer:0 0 1 * * \" | a timer's schedule has six fields",
      })
  void whatIsNoTriggerIsToldFrom(String text, String reason) {
    assertThatThrownBy(() -> AzureTrigger.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  private static SortedMap<String, String> json(String... triggers) {
    List<AzureTrigger> parsed = List.of(triggers).stream().map(AzureTrigger::parse).toList();
    var jars = new TreeMap<String, byte[]>();
    jars.put("wayfare-shim-azure-1.jar", new byte[0]);
    var files = new TreeMap<String, String>();
    new AzureFormat(parsed)
        .files(MODULE, new ShimJars("wayfare-shim-azure-1.jar", jars))
        .forEach(
            (name, bytes) -> {
              if (name.endsWith(".json")) {
                files.put(name, new String(bytes, StandardCharsets.UTF_8));
              }
            });
    return files;
  }
}
