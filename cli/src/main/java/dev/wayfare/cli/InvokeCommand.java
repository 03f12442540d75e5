package dev.wayfare.cli;

import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.InvocationResult.Origin;
import dev.wayfare.shim.host.FunctionHost;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wayfare invoke}: runs one request in this process. */
@Command(
    name = "invoke",
    description = "Run one request through a module in this process and print the answer.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exits 0 if the guest answered, whatever its status, and 1 if it failed."})
final class InvokeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE.wasm", description = "The module.")
  private Path file = Path.of("");

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "Path and query, percent-encoded; default ${DEFAULT-VALUE}.")
  private String target = "/";

  @Option(
      names = {"-X", "--method"},
      paramLabel = "METHOD",
      description = "The method; default GET, or POST with --data.")
  private @Nullable String method;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "'NAME: VALUE'",
      description = "A request header; may be repeated.")
  private List<String> headerLines = List.of();

  @Option(
      names = {"-d", "--data"},
      paramLabel = "TEXT|@FILE",
      description = "The request body, or @ and the file that holds it, or @- for standard input.")
  private @Nullable String data;

  @Option(
      names = {"-i", "--include"},
      description = "Print the status line and the headers too.")
  private boolean include;

  @Option(
      names = "--files",
      paramLabel = "DIR",
      description = "A folder that is copied into the function, for its guests to read below /.")
  private @Nullable Path files;

  @Mixin private CompileOptions compileOptions = new CompileOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var err = Objects.requireNonNull(spec).commandLine().getErr();
    Invocation invocation = invocation();
    CompiledModule module =
        GuestFiles.in(compileOptions.compile(ModuleFile.read(file), err), files);
    try (FunctionHost host = Trial.host(module)) {
      InvocationResult result = host.invoke(invocation);
      print(result, System.out);
      return result.origin() == Origin.GUEST ? 0 : 1;
    }
  }

  private Invocation invocation() throws IOException {
    if (!target.startsWith("/")) {
      throw new UserErrorException("--path must start with \"/\", but is \"" + target + "\"");
    }
    String body = data;
    return Invocation.builder()
        .target(target)
        .method(method())
        .headers(Headers.of(headerLines.stream().map(InvokeCommand::header).toList()))
        .remoteAddress("127.0.0.1")
        .body(body == null ? Body.EMPTY : body(body))
        .build();
  }

  private String method() {
    if (method == null) {
      return data == null ? "GET" : "POST";
    }
    if (!method.matches("[A-Za-z-]+")) {
      throw new UserErrorException("--method takes a word such as PUT, but is \"" + method + "\"");
    }
    return method;
  }

  private static Header header(String line) {
    int colon = line.indexOf(':');
    if (colon < 1) {
      throw new UserErrorException("--header takes 'NAME: VALUE', but is \"" + line + "\"");
    }
    try {
      return new Header(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    } catch (IllegalArgumentException e) {
      throw new UserErrorException("--header \"" + line + "\": " + e.getMessage(), e);
    }
  }

  private static Body body(String data) throws IOException {
    if (!data.startsWith("@")) {
      return Body.utf8(data);
    }
    String name = data.substring(1);
    if (name.equals("-")) {
      return Body.of(System.in.readAllBytes());
    }
    try {
      return Body.of(Files.readAllBytes(Path.of(name)));
    } catch (NoSuchFileException e) {
      throw new UserErrorException("there is no file " + name + " to take --data from", e);
    } catch (IOException e) {
      throw new UserErrorException(
          "--data cannot be read from " + name + " (" + e.getMessage() + ")", e);
    }
  }

  private void print(InvocationResult result, PrintStream out) throws IOException {
    if (include) {
      var head = new StringBuilder("HTTP/1.1 ").append(result.status()).append('\n');
      result.headers().forEach(line -> head.append(line.name() + ": " + line.value() + "\n"));
      out.write(head.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }
    result.body().writeTo(out);
    if (out.checkError()) {
      throw new UserErrorException("the answer could not be written to standard output");
    }
  }
}
