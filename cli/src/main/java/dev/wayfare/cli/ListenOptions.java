package dev.wayfare.cli;

import dev.wayfare.router.Router;
import dev.wayfare.router.config.Address;
import dev.wayfare.router.config.RouterSettings;
import dev.wayfare.router.config.WayfareConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the router listens, as {@code up} and {@code router} both take it. */
final class ListenOptions {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port for requests; default as configured, else 8080.")
  private @Nullable Integer port;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description = "The port for health, metrics and targets; default as configured, else 9090.")
  private @Nullable Integer adminPort;

  /** The configuration with these ports in place of its own. */
  WayfareConfig apply(WayfareConfig config) {
    RouterSettings settings = config.router();
    if (port != null) {
      settings = settings.withListener(at(settings.listener().host(), port, "--port"));
    }
    if (adminPort != null) {
      settings = settings.withAdmin(at(settings.admin().host(), adminPort, "--admin-port"));
    }
    if (settings.listener().port() != 0 && settings.listener().port() == settings.admin().port()) {
      throw new UserErrorException(
          "requests and the admin pages cannot share port "
              + settings.admin().port()
              + "; choose another with --admin-port");
    }
    return config.withRouter(settings);
  }

  /**
   * Finds out whether an address can be listened on, before anything else is begun.
   *
   * @throws UserErrorException if it cannot
   */
  static void requireFree(Address address) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address.host(), address.port()));
    } catch (IOException e) {
      throw new UserErrorException(
          "port "
              + address.port()
              + " on "
              + address.host()
              + " cannot be listened on ("
              + e.getMessage()
              + "); choose others with --port and --admin-port",
          e);
    }
  }

  /** The line that says that requests are taken now. */
  static String readyLine(RouterSettings settings, Router router) {
    return "ready "
        + url(settings.tls() == null ? "http" : "https", settings.listener(), router.port())
        + " (admin "
        + url("http", settings.admin(), router.adminPort())
        + ")";
  }

  private static String url(String scheme, Address address, int port) {
    return scheme + "://" + address.host() + ":" + port;
  }

  private static Address at(String host, int port, String option) {
    if (port < 0 || port > 65535) {
      throw new UserErrorException(option + " must be between 0 and 65535, but is " + port);
    }
    return new Address(host, port);
  }
}
