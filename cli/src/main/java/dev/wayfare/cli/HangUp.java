package dev.wayfare.cli;

import java.lang.reflect.Proxy;

/**
 * SIGHUP, by which daemons are told to read their configuration again. Only {@code sun.misc.Signal}
 * of the module jdk.unsupported handles signals, and naming it is a warning that cannot be
 * silenced, hence reflection.
 */
final class HangUp {
  private static final System.Logger LOG = System.getLogger(HangUp.class.getName());

  private HangUp() {}

  /**
   * Runs {@code action} whenever the signal comes.
   *
   * @return false where it never will: the system has no such signal, or the process was started to
   *     ignore it, as by {@code nohup}, and goes on to
   */
  static boolean on(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object running =
          Proxy.newProxyInstance(
              HangUp.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      Object before =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), running);
      return !before.equals(handler.getField("SIG_IGN").get(null));
    } catch (ReflectiveOperationException e) {
      LOG.log(System.Logger.Level.DEBUG, "there is no SIGHUP here", e);
      return false;
    }
  }
}
