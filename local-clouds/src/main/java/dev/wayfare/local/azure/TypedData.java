package dev.wayfare.local.azure;

import dev.wayfare.local.http.Content;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value as the Functions host sends it to its worker, and what the worker makes of each kind for
 * a parameter of some type. A kind that has nothing for that type fails the invocation before the
 * function is called; where the worker would try the text as JSON, this fails too.
 *
 * @see <a
 *     href="https://github.com/Azure/azure-functions-java-worker/blob/dev/src/main/java/com/microsoft/azure/functions/worker/binding/DataOperations.java">DataOperations</a>
 *     and the data sources beside it
 */
sealed interface TypedData {
  /** Nothing. */
  record None() implements TypedData {}

  /** A string. */
  record Text(String value) implements TypedData {}

  /** Bytes. */
  record Bytes(Content value) implements TypedData {}

  /** What is none of the others, as JSON. */
  record Json(String value) implements TypedData {}

  /** A request. */
  record Http(RpcHttp value) implements TypedData {}

  /**
   * The value for a parameter.
   *
   * @throws ClassCastException if there is none
   */
  default @Nullable Object as(Type target) {
    if (target instanceof ParameterizedType type && type.getRawType() == Optional.class) {
      return Optional.ofNullable(plain(type.getActualTypeArguments()[0]));
    }
    return plain(target);
  }

  private @Nullable Object plain(Type target) {
    return switch (this) {
      case None() -> null;
      case Text(String value) when target == String.class -> value;
      case Json(String value) when target == String.class -> value;
      case Bytes(Content value) when target == byte[].class -> value.bytes().clone();
      case Http(RpcHttp value) when target instanceof ParameterizedType type ->
          WorkerRequest.of(value, type);
      case Text _, Json _, Bytes _, Http _ ->
          throw new ClassCastException(
              "Cannot convert " + getClass().getSimpleName() + " to type " + target.getTypeName());
    };
  }
}
