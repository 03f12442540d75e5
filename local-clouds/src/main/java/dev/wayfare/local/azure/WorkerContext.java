package dev.wayfare.local.azure;

import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.internal.spi.middleware.MiddlewareContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One invocation: what the function and the middleware in front of it learn of it, and how its
 * parameters are bound, by the names in their annotations. A parameter without annotation gets this
 * context, and nothing else will do. Public, as in the worker, whose methods the middleware calls.
 *
 * @see <a
 *     href="https://github.com/Azure/azure-functions-java-worker/blob/dev/src/main/java/com/microsoft/azure/functions/worker/binding/ExecutionContextDataSource.java">ExecutionContextDataSource</a>
 * @see <a
 *     href="https://github.com/Azure/azure-functions-java-worker/blob/dev/src/main/java/com/microsoft/azure/functions/worker/broker/ParameterResolver.java">ParameterResolver</a>
 */
public final class WorkerContext implements MiddlewareContext {
  private static final String ANNOTATIONS = "com.microsoft.azure.functions.annotation";

  private final AppFunction function;
  private final Method method;
  private final Trigger.Inputs inputs;
  private final String invocationId;
  private final Map<String, Object> replaced = new HashMap<>();
  private @Nullable Object returned;

  /** A value that was bound. */
  public record Bound(@Nullable Object getValue) {}

  WorkerContext(AppFunction function, Method method, Trigger.Inputs inputs, String invocationId) {
    this.function = function;
    this.method = method;
    this.inputs = inputs;
    this.invocationId = invocationId;
  }

  /**
   * The value of a binding for a parameter of that type.
   *
   * @throws IllegalArgumentException if there is no such binding
   * @throws ClassCastException if it cannot be of that type
   */
  public Optional<Bound> getBindingData(String name, Type type) {
    Object other = replaced.get(name);
    return Optional.of(new Bound(other == null ? found(inputs.data(), name).as(type) : other));
  }

  /** The arguments for the function's method. */
  @Nullable Object[] arguments() {
    Parameter[] parameters = method.getParameters();
    var arguments = new @Nullable Object[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      arguments[i] = argument(parameters[i]);
    }
    return arguments;
  }

  private @Nullable Object argument(Parameter parameter) {
    Type type = parameter.getParameterizedType();
    BindingName metadata = parameter.getAnnotation(BindingName.class);
    if (metadata != null) {
      return found(inputs.metadata(), metadata.value()).as(type);
    }
    for (Annotation annotation : parameter.getAnnotations()) {
      if (annotation.annotationType().getPackageName().equals(ANNOTATIONS)) {
        return getBindingData(name(annotation), type).orElseThrow().getValue();
      }
    }
    if (!parameter.getType().isInstance(this)) {
      throw new ClassCastException("a parameter without annotation is no " + type.getTypeName());
    }
    return this;
  }

  private static TypedData found(Map<String, TypedData> values, String name) {
    TypedData value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("nothing that is bound has the name " + name);
    }
    return value;
  }

  private static String name(Annotation annotation) {
    try {
      return String.valueOf(annotation.annotationType().getMethod("name").invoke(annotation));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("the annotation " + annotation + " has no name", e);
    }
  }

  @Override
  public Logger getLogger() {
    return Logger.getLogger(function.name());
  }

  @Override
  public String getInvocationId() {
    return invocationId;
  }

  @Override
  public String getFunctionName() {
    return function.name();
  }

  @Override
  @SuppressWarnings("NullAway") // As the worker, null where no parameter has such an annotation.
  public String getParameterName(String annotation) {
    for (Parameter parameter : method.getParameters()) {
      for (Annotation each : parameter.getAnnotations()) {
        if (each.annotationType().getSimpleName().equals(annotation)) {
          return name(each);
        }
      }
    }
    return null;
  }

  /** Only strings are told, as in the worker. */
  @Override
  @SuppressWarnings("NullAway") // As the worker, null where the value is no string.
  public Object getParameterValue(String name) {
    return inputs.data().get(name) instanceof TypedData.Text(String value) ? value : null;
  }

  @Override
  public void updateParameterValue(String name, Object value) {
    replaced.put(name, value);
  }

  @Override
  public Object getReturnValue() {
    return Objects.requireNonNull(returned, "nothing was returned yet");
  }

  @Override
  public void updateReturnValue(@Nullable Object value) {
    returned = value;
  }

  @Nullable Object returned() {
    return returned;
  }
}
