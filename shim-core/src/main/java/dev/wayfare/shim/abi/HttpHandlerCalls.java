package dev.wayfare.shim.abi;

import dev.wayfare.shim.abi.FieldList.NulList;
import dev.wayfare.shim.engine.GuestMemory;
import dev.wayfare.shim.engine.GuestTrap;
import dev.wayfare.shim.engine.HostCall;
import dev.wayfare.shim.engine.LimitReached;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The calls of the http-wasm ABI: reads their arguments and writes their results. */
final class HttpHandlerCalls {
  static final String MODULE = "http_handler";

  private static final int SUPPORTED = HttpExchange.BUFFER_REQUEST | HttpExchange.BUFFER_RESPONSE;

  private static final FieldList NO_TRAILERS = new FieldList("message", 0, 0);

  private final HttpHandlerSession session;

  HttpHandlerCalls(HttpHandlerSession session) {
    this.session = session;
  }

  /** Every function of the ABI; its name is the constant's in lower case. */
  private enum Function {
    ENABLE_FEATURES("(i32) -> (i32)"),
    GET_CONFIG("(i32,i32) -> (i32)"),
    LOG("(i32,i32,i32) -> ()"),
    LOG_ENABLED("(i32) -> (i32)"),
    GET_HEADER_NAMES("(i32,i32,i32) -> (i64)"),
    GET_HEADER_VALUES("(i32,i32,i32,i32,i32) -> (i64)"),
    SET_HEADER_VALUE("(i32,i32,i32,i32,i32) -> ()"),
    ADD_HEADER_VALUE("(i32,i32,i32,i32,i32) -> ()"),
    REMOVE_HEADER("(i32,i32,i32) -> ()"),
    READ_BODY("(i32,i32,i32) -> (i64)"),
    WRITE_BODY("(i32,i32,i32) -> ()"),
    GET_METHOD("(i32,i32) -> (i32)"),
    SET_METHOD("(i32,i32) -> ()"),
    GET_URI("(i32,i32) -> (i32)"),
    SET_URI("(i32,i32) -> ()"),
    GET_PROTOCOL_VERSION("(i32,i32) -> (i32)"),
    GET_SOURCE_ADDR("(i32,i32) -> (i32)"),
    GET_STATUS_CODE("() -> (i32)"),
    SET_STATUS_CODE("(i32) -> ()");

    private final String title = name().toLowerCase(Locale.ROOT);
    private final String type;

    Function(String type) {
      this.type = type;
    }
  }

  /** The type of each function, by "module.name". */
  static Map<String, String> types() {
    var types = new HashMap<String, String>();
    for (Function function : Function.values()) {
      types.put(MODULE + "." + function.title, function.type);
    }
    return types;
  }

  List<HostCall> all() {
    var calls = new ArrayList<HostCall>();
    for (Function function : Function.values()) {
      calls.add(
          new HostCall(
              MODULE,
              function.title,
              function.type,
              (memory, arguments) -> call(function, memory, arguments)));
    }
    return calls;
  }

  private long call(Function function, GuestMemory memory, long[] arguments) {
    int a = argument(arguments, 0);
    int b = argument(arguments, 1);
    int c = argument(arguments, 2);
    return switch (function) {
      case ENABLE_FEATURES -> enable(a);
      case GET_CONFIG -> write(memory, a, b, session.config());
      case LOG -> log(memory, a, b, c);
      case LOG_ENABLED -> session.isLogged(a) ? 1 : 0;
      case GET_METHOD -> write(memory, a, b, exchange(function).method());
      case GET_URI -> write(memory, a, b, exchange(function).uri());
      case GET_PROTOCOL_VERSION -> write(memory, a, b, exchange(function).protocol());
      case GET_SOURCE_ADDR -> write(memory, a, b, exchange(function).sourceAddress());
      case GET_STATUS_CODE -> exchange(function).status();
      case GET_HEADER_NAMES -> write(memory, b, c, readable(function, a).names());
      case GET_HEADER_VALUES ->
          write(
              memory,
              argument(arguments, 3),
              argument(arguments, 4),
              readable(function, a).values(name(memory, b, c)));
      case READ_BODY -> readBody(exchange(function), memory, a, b, c);
      case SET_METHOD,
          SET_URI,
          SET_STATUS_CODE,
          SET_HEADER_VALUE,
          ADD_HEADER_VALUE,
          REMOVE_HEADER,
          WRITE_BODY -> {
        change(function, memory, arguments);
        yield 0;
      }
    };
  }

  /** The calls without a result. */
  private void change(Function function, GuestMemory memory, long[] arguments) {
    HttpExchange exchange = exchange(function);
    int a = argument(arguments, 0);
    int b = argument(arguments, 1);
    int c = argument(arguments, 2);
    switch (function) {
      case SET_METHOD -> exchange.setMethod(text(memory, a, b));
      case SET_URI -> exchange.setUri(text(memory, a, b));
      case SET_STATUS_CODE -> exchange.setStatus(a);
      case SET_HEADER_VALUE ->
          exchange.writableFields(isRequest(a)).set(name(memory, b, c), value(memory, arguments));
      case ADD_HEADER_VALUE ->
          exchange.writableFields(isRequest(a)).add(name(memory, b, c), value(memory, arguments));
      case REMOVE_HEADER -> exchange.writableFields(isRequest(a)).remove(name(memory, b, c));
      case WRITE_BODY -> exchange.writableBody(isRequestBody(a)).write(memory, b, c);
      default -> throw new IllegalStateException(function + " changes nothing");
    }
  }

  private HttpExchange exchange(Function function) {
    return session.exchange(function.title);
  }

  private long enable(int features) {
    session.enable(features & SUPPORTED);
    return SUPPORTED;
  }

  /** Reads no more of a message than is kept of it. */
  private long log(GuestMemory memory, int level, int address, int length) {
    memory.requireWithin(address, length);
    session.log(level, memory.utf8(address, Math.min(length, session.limits().logBytes() + 1)));
    return 0;
  }

  /** A method, a URI, or a part of a field; nothing is allocated for one that is too long. */
  private String text(GuestMemory memory, int address, int length) {
    memory.requireWithin(address, length);
    int limit = session.limits().headerBytes();
    if (length > limit) {
      throw new LimitReached(
          "the guest gave a text of " + length + " bytes, but the limit of fields is " + limit);
    }
    return memory.latin1(address, length);
  }

  private static long readBody(
      HttpExchange exchange, GuestMemory memory, int kind, int address, int limit) {
    if (limit == 0) {
      throw new GuestTrap("buf_limit is 0, so read_body could never reach the end");
    }
    memory.requireWithin(address, limit);
    return exchange.readableBody(isRequestBody(kind)).read(memory, address, limit);
  }

  private static int argument(long[] arguments, int index) {
    return index < arguments.length ? (int) arguments[index] : 0;
  }

  private String name(GuestMemory memory, int address, int length) {
    if (length == 0) {
      throw new GuestTrap("a header name is empty");
    }
    return text(memory, address, length);
  }

  private String value(GuestMemory memory, long[] arguments) {
    return text(memory, argument(arguments, 3), argument(arguments, 4));
  }

  /** A message has no trailers for a guest that its host does not support them for. */
  private FieldList readable(Function function, int headerKind) {
    HttpExchange exchange = exchange(function);
    return headerKind == 2 || headerKind == 3
        ? NO_TRAILERS
        : exchange.fields(isRequest(headerKind));
  }

  private static boolean isRequest(int headerKind) {
    return switch (headerKind) {
      case 0 -> true;
      case 1 -> false;
      case 2, 3 -> throw new GuestTrap("trailers are unsupported by this host");
      default -> throw new GuestTrap("there is no such kind of header as " + headerKind);
    };
  }

  private static boolean isRequestBody(int bodyKind) {
    return switch (bodyKind) {
      case 0 -> true;
      case 1 -> false;
      default -> throw new GuestTrap("there is no such kind of body as " + bodyKind);
    };
  }

  private static int write(GuestMemory memory, int address, int limit, String octets) {
    return write(memory, address, limit, octets.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static long write(GuestMemory memory, int address, int limit, NulList list) {
    return (long) list.count() << 32 | write(memory, address, limit, list.bytes());
  }

  /** Nothing is written of what does not fit; its length tells the guest what to come back with. */
  private static int write(GuestMemory memory, int address, int limit, byte[] bytes) {
    if (Integer.compareUnsigned(bytes.length, limit) <= 0) {
      memory.write(address, bytes, 0, bytes.length);
    }
    return bytes.length;
  }
}
