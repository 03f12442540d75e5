package dev.wayfare.shim.aws;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * What happens around the snapshot that SnapStart takes of this process: before it, one request
 * runs from the event's first byte to the answer's last, so that all classes on that way are in the
 * snapshot; after it, what must differ between the environments that go on from it is renewed.
 *
 * <p>The hooks are those of {@code org.crac}, which is what AWS documents; the same classes of
 * Lambda's runtime client are not meant for functions.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">
 *     Runtime hooks for Java</a>
 */
final class Checkpoint implements Resource {
  /** Held for as long as the process lives, since contexts hold what registers weakly. */
  private static final List<Checkpoint> REGISTERED = new CopyOnWriteArrayList<>();

  private final Runnable before;
  private final Runnable after;

  private Checkpoint(Runnable before, Runnable after) {
    this.before = before;
    this.after = after;
  }

  /** Lets hooks run around each snapshot of this process. */
  static void register(Runnable before, Runnable after) {
    var checkpoint = new Checkpoint(before, after);
    REGISTERED.add(checkpoint);
    Core.getGlobalContext().register(checkpoint);
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    before.run();
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    after.run();
  }
}
