package dev.wayfare.router;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client of HTTP/2 that sends and sees exact frames (RFC 9113, section 4.1). */
final class RawH2Client implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int PRIORITY = 0x20;
  private static final int PRIORITY_BYTES = 5;
  private static final int MOST_HPACK_PREFIX = 127;

  private final Socket socket;
  private final DataOutputStream out;
  private final DataInputStream in;
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

  /** One frame; a head's fields are those of its payload. */
  record Frame(int type, int flags, int stream, Buffer payload) {
    boolean ends() {
      return (flags & END_STREAM) != 0;
    }

    String text() {
      return payload.toString(StandardCharsets.ISO_8859_1);
    }

    /** The code of a frame that resets a stream. */
    int code() {
      return payload.getInt(0);
    }
  }

  /** One field of a head, of whatever characters. */
  record Field(String name, String value) {}

  /** How a stream ended: its status, or 0 where there was none, its body, and its reset, or -1. */
  record Answer(int status, Http2Headers fields, String body, int reset) {}

  RawH2Client(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(20_000);
    out = new DataOutputStream(new java.io.BufferedOutputStream(socket.getOutputStream()));
    in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
    out.write(PREFACE.getBytes(StandardCharsets.ISO_8859_1));
    frame(SETTINGS, 0, 0, new byte[0]);
  }

  RawH2Client(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    out.writeByte(payload.length >> 16);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
    out.flush();
  }

  /** The four pseudo-headers of a request, and {@code more}. */
  static List<Field> request(String method, String path, Field... more) {
    List<Field> fields = new java.util.ArrayList<>();
    fields.add(new Field(":method", method));
    fields.add(new Field(":scheme", "http"));
    fields.add(new Field(":authority", "a.example"));
    fields.add(new Field(":path", path));
    fields.addAll(List.of(more));
    return fields;
  }

  void head(int stream, boolean ends, List<Field> fields) throws IOException {
    frame(HEADERS, END_HEADERS | (ends ? END_STREAM : 0), stream, block(fields));
  }

  void data(int stream, boolean ends, String text) throws IOException {
    frame(DATA, ends ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Literal fields without indexing or Huffman coding (RFC 7541, section 6.2.2). */
  static byte[] block(List<Field> fields) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (Field field : fields) {
      block.write(0);
      string(block, field.name());
      string(block, field.value());
    }
    return block.toByteArray();
  }

  private static void string(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length < MOST_HPACK_PREFIX) {
      block.write(bytes.length);
    } else {
      block.write(MOST_HPACK_PREFIX);
      int rest = bytes.length - MOST_HPACK_PREFIX;
      while (rest >= 128) {
        block.write(rest % 128 + 128);
        rest /= 128;
      }
      block.write(rest);
    }
    block.writeBytes(bytes);
  }

  Frame read() throws IOException {
    int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    byte[] payload = new byte[length];
    in.readFully(payload);
    return new Frame(type, flags, stream, Buffer.buffer(payload));
  }

  /** The next frame of {@code stream}; acknowledges settings on the way. */
  Frame next(int stream) throws IOException {
    while (true) {
      Frame frame = read();
      if (frame.type() == SETTINGS && (frame.flags() & ACK) == 0) {
        frame(SETTINGS, ACK, 0, new byte[0]);
      }
      if (frame.type() == GOAWAY) {
        throw new IOException("the connection ends: " + frame.text());
      }
      if (frame.stream() == stream && frame.type() != WINDOW_UPDATE) {
        return frame;
      }
    }
  }

  Http2Headers fields(Frame head) throws IOException {
    int begin = (head.flags() & PRIORITY) == 0 ? 0 : PRIORITY_BYTES;
    try {
      return decoder.decodeHeaders(
          head.stream(),
          Unpooled.wrappedBuffer(head.payload().getBytes(begin, head.payload().length())));
    } catch (Http2Exception e) {
      throw new IOException(e);
    }
  }

  /** Reads until the stream has ended. */
  Answer answer(int stream) throws IOException {
    int status = 0;
    Http2Headers fields = new io.netty.handler.codec.http2.DefaultHttp2Headers();
    StringBuilder body = new StringBuilder();
    while (true) {
      Frame frame = next(stream);
      switch (frame.type()) {
        case HEADERS -> {
          fields = fields(frame);
          status = Integer.parseInt(String.valueOf(fields.status()));
        }
        case DATA -> body.append(frame.text());
        case RST_STREAM -> {
          return new Answer(status, fields, body.toString(), frame.code());
        }
        default -> throw new IOException("a frame of type " + frame.type());
      }
      if (frame.ends()) {
        return new Answer(status, fields, body.toString(), -1);
      }
    }
  }

  Answer exchange(int stream, List<Field> fields) throws IOException {
    head(stream, true, fields);
    return answer(stream);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
