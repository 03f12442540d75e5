package dev.wayfare.shim.edge;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.wayfare.shim.Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A plain HTTP/1.1 server, with TLS where it is given a certificate, that serves a module at every
 * path: {@code java -jar function.jar --host 127.0.0.1 --port 8080}; or several, by the prefixes of
 * their paths. On SIGTERM or SIGINT it stops accepting, lets requests under way end, and exits.
 */
public final class EdgeServer implements AutoCloseable {
  /** What a server that cannot start exits with. */
  private static final int CANNOT_START = 2;

  private final HttpServer server;
  private final Functions functions;
  private final Optional<AdminServer> admin;
  private final Health health;
  private final Duration drain;
  private final ExchangeThreads threads = new ExchangeThreads();

  private EdgeServer(HttpServer server, Functions functions, EdgeOptions options)
      throws IOException {
    this.server = server;
    this.functions = functions;
    this.health = new Health(options.healthPath());
    this.drain = options.drain();
    this.admin =
        options.admin().isPresent()
            ? Optional.of(AdminServer.start(options.admin().get(), functions, health))
            : Optional.empty();
    server.setExecutor(threads);
    server.createContext("/", new ExchangeHandler(functions, BodyRoom.ofThisProcess(), health));
    server.start();
  }

  /** Starts the server, and says on standard output where it listens once it does. */
  @SuppressWarnings("SystemExitOutsideMain")
  public static void main(String[] arguments) {
    try {
      EdgeOptions options = EdgeOptions.parse(arguments);
      EdgeServer server = start(options, EdgeServer.class.getClassLoader());
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "wayfare-shutdown"));
      System.out.println(
          (options.tls().isPresent() ? "listening https://" : "listening http://")
              + options.listen().authority(server.port()));
      if (options.rehearse()) {
        Rehearsal.of(server.server.getAddress(), System.getenv());
        System.exit(0);
      }
      if (options.exitAtStdinEnd()) {
        var unused = System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
      }
    } catch (IOException | RuntimeException e) {
      System.err.println("wayfare: " + e.getMessage());
      System.exit(CANNOT_START);
    }
  }

  /** Starts a server whose functions are configured by this process's environment. */
  static EdgeServer start(EdgeOptions options, ClassLoader loader) throws IOException {
    return start(options, loader, System.getenv());
  }

  /**
   * Binds the port, then loads the modules, then serves.
   *
   * @param loader where the module is, if the options name none
   * @param environment the limits and grants, for every function alike
   * @throws IOException if it cannot listen there or a file cannot be used, saying why
   */
  static EdgeServer start(EdgeOptions options, ClassLoader loader, Map<String, String> environment)
      throws IOException {
    ServerBounds.apply(
        System.getProperties(), Limits.fromEnvironment(environment), options.maxConnections());
    EdgeLog log = EdgeLog.of(System.err, InstantSource.system());
    Optional<SSLContext> tls = Optional.empty();
    if (options.tls().isPresent()) {
      tls = Optional.of(ReloadedTls.of(options.tls().get(), System::nanoTime, log::warn));
    }
    prepareDates();
    HttpServer server = bind(options, tls);
    try {
      Functions functions = Functions.load(options.functions(), loader, environment, log.lines());
      try {
        return new EdgeServer(server, functions, options);
      } catch (IOException | RuntimeException e) {
        functions.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      server.stop(0);
      throw e;
    }
  }

  /** Where the operators' pages are, if they are. */
  OptionalInt adminPort() {
    return admin.map(AdminServer::port).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  int port() {
    return server.getAddress().getPort();
  }

  /**
   * Stops accepting, waits as long as the options allow for what runs, then ends it. Requests that
   * arrive meanwhile on open connections are served, and are those connections' last.
   */
  @Override
  public void close() {
    health.drain();
    // It waits for exchanges that a caller left, too, so nothing waits for it.
    Thread.ofPlatform().daemon().start(() -> server.stop((int) drain.toSeconds()));
    try {
      var unused = threads.awaitIdle(drain);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
    functions.close();
    admin.ifPresent(AdminServer::close);
  }

  /**
   * Formats a date as the JDK's server does with each answer ({@code ExchangeImpl}): the first one
   * of a process loads names of days and zones for as long as a module loads, so both go on at
   * once.
   */
  private static void prepareDates() {
    Thread.ofPlatform()
        .daemon()
        .name("wayfare-dates")
        .start(
            () -> {
              var unused =
                  DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss zzz", Locale.US)
                      .withZone(ZoneId.of("GMT"))
                      .format(Instant.EPOCH);
            });
  }

  private static HttpServer bind(EdgeOptions options, Optional<SSLContext> tls) throws IOException {
    EdgeOptions.Address at = options.listen();
    try {
      var address = new InetSocketAddress(at.host(), at.port());
      if (tls.isEmpty()) {
        return HttpServer.create(address, 0);
      }
      HttpsServer server = HttpsServer.create(address, 0);
      boolean needsCertificate = options.tls().flatMap(TlsFiles::clientCa).isPresent();
      server.setHttpsConfigurator(new Handshake(tls.get(), needsCertificate));
      return server;
    } catch (BindException e) {
      throw new IOException(
          "cannot listen on "
              + at.authority(at.port())
              + " ("
              + e.getMessage()
              + "); choose another --port",
          e);
    } catch (UnresolvedAddressException e) {
      throw new IOException("the host " + at.host() + " is not known; choose another --host", e);
    }
  }

  /** What is asked of callers in a handshake. */
  private static final class Handshake extends HttpsConfigurator {
    private final boolean needsCertificate;

    Handshake(SSLContext context, boolean needsCertificate) {
      super(context);
      this.needsCertificate = needsCertificate;
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters tls = getSSLContext().getDefaultSSLParameters();
      tls.setNeedClientAuth(needsCertificate);
      parameters.setSSLParameters(tls);
    }
  }
}
