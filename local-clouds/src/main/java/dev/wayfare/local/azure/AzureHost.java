package dev.wayfare.local.azure;

import com.microsoft.azure.functions.internal.spi.middleware.Middleware;
import dev.wayfare.local.http.Endpoint;
import dev.wayfare.local.http.Field;
import dev.wayfare.local.http.Reply;
import dev.wayfare.local.http.Request;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.StreamSupport;

/**
 * An emulation of the Azure Functions host and its Java worker: finds the function for a request,
 * runs it, and gives its response. A function that throws gives a 500 without a word, as there.
 */
final class AzureHost implements Endpoint {
  /**
   * The most the host takes: 100 MB. Guests get less; this keeps the emulation's own memory small.
   */
  static final int LIMIT_BYTES = 16 << 20;

  static final Reply TOO_LARGE = Reply.empty(413);

  private static final System.Logger LOG = System.getLogger("dev.wayfare.local");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private final List<LoadedFunction> functions;
  private final InstantSource clock;
  private final RandomGenerator random;

  private AzureHost(List<LoadedFunction> functions, InstantSource clock, RandomGenerator random) {
    this.functions = List.copyOf(functions);
    this.clock = clock;
    this.random = random;
  }

  /**
   * A host for the app in a folder, its functions loaded.
   *
   * @throws InvalidAppException if the app holds something that is not understood
   */
  static AzureHost of(Path folder, InstantSource clock, RandomGenerator random) throws IOException {
    FunctionApp app = FunctionApp.in(folder);
    ClassLoader classes = AppClasses.of(app);
    List<Middleware> middleware =
        StreamSupport.stream(ServiceLoader.load(Middleware.class, classes).spliterator(), false)
            .toList();
    List<LoadedFunction> functions = new ArrayList<>();
    for (AppFunction function : app.functions()) {
      LoadedFunction loaded = LoadedFunction.of(function, classes, middleware);
      loaded.warmUp();
      functions.add(loaded);
    }
    return new AzureHost(functions, clock, random);
  }

  @Override
  public Reply answer(Request request) {
    Reply reply = reply(request);
    Reply dated = has(reply, "date") ? reply : reply.with("Date", DATE.format(clock.instant()));
    return has(reply, "server") ? dated : dated.with("Server", "Kestrel");
  }

  private Reply reply(Request request) {
    OptionalInt refusal = HostLimits.refusal(request);
    if (refusal.isPresent()) {
      return Reply.empty(refusal.getAsInt());
    }
    RpcHttp http;
    try {
      http = RpcHttp.of(request);
    } catch (IllegalArgumentException e) {
      return Reply.empty(400);
    }
    if (request.path().startsWith(AdminRun.ROOT)) {
      return AdminRun.of(request).map(this::run).orElse(Reply.empty(404));
    }
    for (LoadedFunction function : functions) {
      if (function.function().trigger() instanceof Trigger.Http trigger
          && trigger.answers(request.method(), request.path())) {
        return serve(function, new Trigger.Inputs(inputs(trigger, http), Map.of()));
      }
    }
    return Reply.empty(404);
  }

  private static Map<String, TypedData> inputs(Trigger.Http trigger, RpcHttp http) {
    return Map.of(trigger.name(), new TypedData.Http(http));
  }

  private Reply serve(LoadedFunction function, Trigger.Inputs inputs) {
    try {
      return function.invoke(inputs, invocationId()) instanceof WorkerResponse response
          ? HostResponse.of(response)
          : Reply.empty(200);
    } catch (Exception e) {
      LOG.log(Level.ERROR, "the function " + function.function().name() + " failed", e);
      return Reply.empty(500);
    }
  }

  /**
   * Runs a function by hand. The host answers 202 before the function has run, and only its log
   * tells what became of it; here the answer waits for it, and is a 500 with the reason where the
   * function failed, which the host would make the trigger deliver the event again.
   */
  private Reply run(AdminRun run) {
    Optional<LoadedFunction> found =
        functions.stream().filter(each -> each.function().name().equals(run.function())).findAny();
    if (found.isEmpty() || !(found.get().function().trigger() instanceof Trigger.Event trigger)) {
      return Reply.empty(404);
    }
    String id = invocationId();
    try {
      Trigger.Inputs inputs =
          trigger.inputs(run.input(), new Trigger.Occasion(clock.instant(), id));
      var _ = found.get().invoke(inputs, id);
      return Reply.empty(202);
    } catch (Exception e) {
      LOG.log(Level.ERROR, "the function " + run.function() + " failed", e);
      return AdminRun.failed(e);
    }
  }

  private String invocationId() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private static boolean has(Reply reply, String name) {
    return reply.fields().stream().map(Field::name).anyMatch(name::equalsIgnoreCase);
  }
}
