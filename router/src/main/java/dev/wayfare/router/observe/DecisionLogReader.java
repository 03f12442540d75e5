package dev.wayfare.router.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads one file of a {@link DecisionLog} from its first line to its last. Of one thread. */
public final class DecisionLogReader implements Closeable {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;
  private final InputStream in;
  private int lineNumber;

  /**
   * A reader of {@code file}.
   *
   * @throws IOException where it cannot be opened
   */
  public DecisionLogReader(Path file) throws IOException {
    this.file = file;
    this.in = new BufferedInputStream(Files.newInputStream(file));
  }

  /**
   * The decision in the next line; empty after the last one.
   *
   * @throws LogFileException where the line is of another version of the format, cut off or
   *     damaged: the sentence has file and line number. The next call goes on with the line after.
   * @throws IOException where the file cannot be read on
   */
  public Optional<LoggedDecision> next() throws IOException {
    Optional<byte[]> line = line();
    return line.isEmpty() ? Optional.empty() : Optional.of(parse(line.get()));
  }

  /** One line without its end, and of one that is too long only so much that this shows. */
  private Optional<byte[]> line() throws IOException {
    var line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return Optional.empty();
    }
    lineNumber++;
    while (next >= 0 && next != '\n') {
      if (line.size() <= DecisionLog.LONGEST_LINE_BYTES) {
        line.write(next);
      }
      next = in.read();
    }
    return Optional.of(line.toByteArray());
  }

  private LoggedDecision parse(byte[] line) {
    if (line.length > DecisionLog.LONGEST_LINE_BYTES) {
      throw new LogFileException(
          where() + "it is longer than " + DecisionLog.LONGEST_LINE_BYTES + " bytes");
    }
    try {
      return DecisionParser.parse(JSON.readTree(line));
    } catch (JsonProcessingException e) {
      throw new LogFileException(
          where() + "it is cut off or damaged (" + e.getOriginalMessage() + ")", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new LogFileException(where() + e.getMessage(), e);
    }
  }

  private String where() {
    return "%s:%d: this line cannot be read: ".formatted(file, lineNumber);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
