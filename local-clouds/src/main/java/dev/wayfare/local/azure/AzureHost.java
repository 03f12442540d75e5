package dev.wayfare.local.azure;

import dev.wayfare.local.http.Endpoint;
import dev.wayfare.local.http.Reply;
import dev.wayfare.local.http.Request;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

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
    List<LoadedFunction> functions = new ArrayList<>();
    for (HttpFunction function : app.functions()) {
      LoadedFunction loaded = LoadedFunction.of(app.folder(), function);
      loaded.warmUp();
      functions.add(loaded);
    }
    return new AzureHost(functions, clock, random);
  }

  @Override
  public Reply answer(Request request) throws ReflectiveOperationException {
    Optional<LoadedFunction> function =
        functions.stream()
            .filter(each -> each.function().answers(request.method(), request.path()))
            .findFirst();
    Reply reply = function.isEmpty() ? Reply.empty(404) : invoke(function.get(), request);
    return reply.with("Date", DATE.format(clock.instant()));
  }

  private Reply invoke(LoadedFunction function, Request request)
      throws ReflectiveOperationException {
    try {
      return function.invoke(request, new UUID(random.nextLong(), random.nextLong()).toString());
    } catch (InvocationTargetException | IllegalArgumentException e) {
      LOG.log(Level.ERROR, "the function " + function.function().name() + " failed", e);
      return Reply.empty(500);
    }
  }
}
