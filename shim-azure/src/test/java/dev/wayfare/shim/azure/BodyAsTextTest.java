package dev.wayfare.shim.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.azure.functions.internal.spi.middleware.Middleware;
import com.microsoft.azure.functions.internal.spi.middleware.MiddlewareContext;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BodyAsTextTest {
  private final List<String> done = new ArrayList<>();

  @Test
  void theWorkersServiceLoaderFindsIt() {
    assertThat(ServiceLoader.load(Middleware.class))
        .anySatisfy(found -> assertThat(found).isInstanceOf(BodyAsText.class));
  }

  @Test
  void aRequestThatCanBeBoundAsTextIs() throws Exception {
    invoke(new Binding("request", "the message"));
    assertThat(done).containsExactly("request=the message", "next");
  }

  @Test
  void aRequestThatCannotIsLeftToTheWorker() throws Exception {
    invoke(new Binding("request", null));
    invoke(new Binding(null, "the message"));
    assertThat(done).containsExactly("next", "next");
  }

  @Test
  void aWorkerThatBindsInAnotherWayIsLeftAlone() throws Exception {
    invoke(new Unbound("request"));
    assertThat(done).containsExactly("next");
  }

  private void invoke(MiddlewareContext context) throws Exception {
    new BodyAsText().invoke(context, next -> done.add("next"));
  }

  /** The worker's context, as far as the interface goes. */
  public class Unbound implements MiddlewareContext {
    private final @Nullable String parameter;

    Unbound(@Nullable String parameter) {
      this.parameter = parameter;
    }

    @Override
    @SuppressWarnings("NullAway") // The worker returns null where there is none.
    public String getParameterName(String annotation) {
      assertThat(annotation).isEqualTo("HttpTrigger");
      return parameter;
    }

    @Override
    public String getFunctionName() {
      throw new AssertionError("of no use");
    }

    @Override
    public String getInvocationId() {
      throw new AssertionError("of no use");
    }

    @Override
    public Logger getLogger() {
      throw new AssertionError("of no use");
    }

    @Override
    public Object getParameterValue(String name) {
      throw new AssertionError("of use for strings alone");
    }

    @Override
    public void updateParameterValue(String name, Object value) {
      done.add(name + "=" + value);
    }

    @Override
    public Object getReturnValue() {
      throw new AssertionError("of no use");
    }

    @Override
    public void updateReturnValue(Object value) {
      throw new AssertionError("of no use");
    }
  }

  /** The worker's context as it is. */
  public final class Binding extends Unbound {
    private final @Nullable String text;

    Binding(@Nullable String parameter, @Nullable String text) {
      super(parameter);
      this.text = text;
    }

    /** As the worker's: what cannot be bound as the type throws. */
    public Optional<Bound> getBindingData(String name, Type type) {
      assertThat(type.getTypeName())
          .isEqualTo(
              "com.microsoft.azure.functions.HttpRequestMessage<java.util.Optional<java.lang.String>>");
      if (text == null) {
        throw new ClassCastException("these are bytes");
      }
      return Optional.of(new Bound(text));
    }
  }

  /** As the worker's BindingData. */
  public record Bound(String getValue) {}
}
