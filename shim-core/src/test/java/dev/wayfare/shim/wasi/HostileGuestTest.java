package dev.wayfare.shim.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Grants;
import dev.wayfare.shim.capability.FileTree;
import dev.wayfare.shim.capability.GuestLog;
import dev.wayfare.shim.capability.HostSources;
import dev.wayfare.shim.capability.LogText;
import dev.wayfare.shim.capability.SeededRandom;
import dev.wayfare.shim.engine.GuestExit;
import dev.wayfare.shim.engine.GuestTrap;
import dev.wayfare.shim.engine.HostCall;
import dev.wayfare.shim.engine.LimitReached;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guests that mean ill: what they give is made up, not compiled, since no compiler would. */
final class HostileGuestTest {
  private static final int MEMORY_BYTES = 65536;
  private static final int SCRATCH_BYTES = 4096;
  private static final int ROUNDS = 3000;
  private static final long MOST_ALLOCATED_BYTES = 1 << 20;
  private static final List<String> PATHS =
      List.of("file", "dir", "dir/inner", "new", "../x", "link", "link/", ".", "a/../b", "/", "");

  private final ArrayMemory memory = new ArrayMemory(MEMORY_BYTES);
  private final Wasi wasi = new Wasi(grants(), sources(nanos -> {}));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverIsPassedACallAnswersWithAnErrorNumberOrTraps(long seed) {
    var random = new SeededRandom(seed);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int round = 0; round < ROUNDS; round++) {
      if (round % 100 == 0) {
        wasi.begin(program());
        fill(random);
      }
      for (HostCall call : wasi.calls()) {
        long[] arguments = arguments(random, call);
        long before = threads.getCurrentThreadAllocatedBytes();
        long answer = answer(call, arguments);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(answer).as("%s, seed %d", call.name(), seed).isBetween(-1L, 76L);
        assertThat(allocated)
            .as("bytes allocated by %s, seed %d", call.name(), seed)
            .isLessThan(MOST_ALLOCATED_BYTES);
      }
    }
  }

  @Test
  void aTableOfBuffersThatWouldWrapAroundIsOutOfBounds() {
    wasi.begin(program());
    assertThatThrownBy(() -> call("fd_write", 1, -8, 2, 0)).isInstanceOf(GuestTrap.class);
    assertThatThrownBy(() -> call("fd_read", 0, MEMORY_BYTES - 8, 2, 0))
        .isInstanceOf(GuestTrap.class);
    memory.writeInt(0, 16);
    memory.writeInt(4, Integer.MAX_VALUE);
    assertThatThrownBy(() -> call("fd_read", 0, 0, 1, 8)).isInstanceOf(GuestTrap.class);
    assertThatThrownBy(() -> call("random_get", 0, Integer.MAX_VALUE))
        .isInstanceOf(GuestTrap.class);
  }

  @Test
  void buffersOfMoreThanTwoGibibytesTogetherAreRefused() {
    var large = new ArrayMemory(16 << 20);
    wasi.begin(program());
    for (int i = 0; i < 1024; i++) {
      large.writeInt(8 * i, 0);
      large.writeInt(8 * i + 4, 16 << 20);
    }
    assertThat(body("fd_write").call(large, new long[] {1, 0, 1024, 0})).isEqualTo(28);
    assertThat(body("fd_write").call(large, new long[] {1, 0, 128, 0})).isEqualTo(28);
    assertThat(body("fd_write").call(large, new long[] {1, 0, 4, 0})).isZero();
  }

  @Test
  void anInterruptedGuestEndsInAnyLoop() {
    wasi.begin(program());
    memory.writeInt(0, 16);
    memory.writeInt(4, 60000);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> call("fd_write", 1, 0, 1, 8)).hasMessage("interrupted");
      assertThatThrownBy(() -> call("random_get", 0, 60000)).hasMessage("interrupted");
      assertThatThrownBy(() -> call("sched_yield")).hasMessage("interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void anInterruptEndsASleepAndIsKept() {
    var interrupted =
        new Wasi(
            grants(),
            sources(
                nanos -> {
                  throw new InterruptedException();
                }));
    interrupted.begin(program());
    memory.writeInt(16, 1);
    memory.writeLong(24, -1);
    HostCall.Body poll = body(interrupted, "poll_oneoff");
    assertThatThrownBy(() -> poll.call(memory, new long[] {0, 64, 1, 128}))
        .isInstanceOf(GuestTrap.class)
        .hasMessage("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void tooMuchOutputEndsTheGuest() {
    var log = new GuestLog(entry -> {}, 0, new LogText(List.of()));
    wasi.begin(
        new Program(
            List.of(),
            List.of(),
            Body.EMPTY,
            (bytes, offset, length) -> {
              throw new LimitReached("too much");
            },
            log));
    memory.writeInt(4, 1);
    assertThatThrownBy(() -> call("fd_write", 1, 0, 1, 8)).isInstanceOf(LimitReached.class);
  }

  @Test
  void anotherRunCostsAFewObjects() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Program program = program();
    long before = 0;
    for (int run = 0; run < 2000; run++) {
      if (run == 1000) {
        before = threads.getCurrentThreadAllocatedBytes();
      }
      wasi.begin(program);
      wasi.end();
    }
    assertThat((threads.getCurrentThreadAllocatedBytes() - before) / 1000).isLessThan(4096);
  }

  private long answer(HostCall call, long[] arguments) {
    try {
      return call.body().call(memory, arguments);
    } catch (GuestTrap e) {
      return -1;
    } catch (GuestExit e) {
      assertThat(call.name()).isEqualTo("proc_exit");
      return 0;
    }
  }

  private long call(String name, long... arguments) {
    return body(name).call(memory, arguments);
  }

  private HostCall.Body body(String name) {
    return body(wasi, name);
  }

  private static HostCall.Body body(Wasi of, String name) {
    return of.calls().stream()
        .filter(call -> call.name().equals(name))
        .findFirst()
        .orElseThrow()
        .body();
  }

  private static long[] arguments(RandomGenerator random, HostCall call) {
    String parameters = call.type().substring(1, call.type().indexOf(')'));
    if (parameters.isEmpty()) {
      return new long[0];
    }
    return List.of(parameters.split(",", -1)).stream()
        .mapToLong(type -> type.equals("i64") ? anyLong(random) : anyInt(random))
        .toArray();
  }

  private static long anyInt(RandomGenerator random) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> random.nextInt(8);
      case 2 -> MEMORY_BYTES - random.nextInt(12);
      case 3 -> List.of(-1, Integer.MAX_VALUE, Integer.MIN_VALUE).get(random.nextInt(3));
      case 4 -> random.nextInt();
      // Where fill() puts paths, at such lengths as they have.
      case 5 -> 16L * random.nextInt(PATHS.size());
      default -> random.nextInt(MEMORY_BYTES);
    };
  }

  private static long anyLong(RandomGenerator random) {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextInt(8);
      case 1 -> List.of(-1L, Long.MAX_VALUE, Long.MIN_VALUE).get(random.nextInt(3));
      case 2 -> SCRATCH_BYTES + random.nextInt(-2, 2);
      case 3 -> 1L << random.nextInt(63);
      default -> random.nextLong();
    };
  }

  /** Paths at the start, then short vectors and subscriptions by chance, then noise. */
  private void fill(RandomGenerator random) {
    random.nextBytes(memory.array());
    for (int i = 0; i < PATHS.size(); i++) {
      byte[] path = PATHS.get(i).getBytes(StandardCharsets.UTF_8);
      System.arraycopy(path, 0, memory.array(), 16 * i, path.length);
    }
    for (int at = 256; at < MEMORY_BYTES / 2; at += 4) {
      memory.writeInt(at, random.nextInt(64));
    }
  }

  private static Program program() {
    var log = new GuestLog(entry -> {}, 1000, new LogText(List.of()));
    return new Program(
        List.of(Octets.utf8("guest")),
        List.of(Octets.utf8("A=b")),
        Body.utf8("input"),
        (bytes, offset, length) -> {},
        log);
  }

  private static Grants grants() {
    return Grants.builder()
        .files(FileTree.of(Map.of("file", new byte[100], "dir/inner", new byte[10])))
        .scratchBytes(SCRATCH_BYTES)
        .build();
  }

  private static HostSources sources(HostSources.Sleeper sleeper) {
    return new HostSources(
        InstantSource.fixed(java.time.Instant.EPOCH), () -> 0, sleeper, new SeededRandom(1));
  }
}
