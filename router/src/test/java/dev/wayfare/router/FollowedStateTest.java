package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.deployed.Slot;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running router beside a deployer. */
final class FollowedStateTest {
  private static final String IN_FORCE = "wayfare_config_last_reload_successful ";

  @TempDir private Path folder = Path.of("");
  private final StubTarget own = StubTarget.answering(200, "own");
  private final StubTarget blue = StubTarget.answering(200, "blue");
  private final StubTarget green = StubTarget.answering(200, "green");
  private final HttpClient client = HttpClient.newHttpClient();
  private final HeardLog log = new HeardLog("dev.wayfare.router");

  @AfterEach
  void close() {
    log.close();
    client.close();
    own.close();
    blue.close();
    green.close();
  }

  private Map<Slot, Integer> ports() {
    return Map.of(Slot.A, blue.port(), Slot.B, green.port());
  }

  private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private WayfareConfig read() {
    return WayfareConfig.read(folder.resolve("wayfare.yaml"), Map.of());
  }

  @Test
  void whatIsDeployedIsRoutedToWithoutARestart() throws Exception {
    Files.writeString(folder.resolve("wayfare.yaml"), Deployed.config(own.port(), ""));
    var deployed = new Deployed(folder);
    WayfareConfig read = read();
    try (Router router = Router.start(read)) {
      Runnable look = router.follow(read, this::read);
      HttpResponse<String> early = get(router.port(), "/f");
      assertThat(early.statusCode()).isEqualTo(503);
      assertThat(early.body()).startsWith("The function of this path is not deployed yet");
      assertThat(early.headers().firstValue("retry-after")).isPresent();
      assertThat(get(router.port(), "/").body()).isEqualTo("own");
      assertThat(get(router.adminPort(), "/readyz").statusCode()).isEqualTo(200);
      assertThat(get(router.adminPort(), "/metrics").body()).contains("cause=\"not-deployed\"");
      assertThat(log.lines())
          .anyMatch(it -> it.startsWith("not deployed yet, and so without requests: t"));

      deployed.write(ports(), Slot.A, 0);
      Await.until("blue serves", () -> get(router.port(), "/f").body().equals("blue"));

      deployed.write(ports(), Slot.B, 0);
      look.run();
      assertThat(get(router.port(), "/f").body()).isEqualTo("green");
    }
  }

  @Test
  void aStateFileThatIsNotValidChangesNothingAndIsSaidOnce() throws Exception {
    Files.writeString(folder.resolve("wayfare.yaml"), Deployed.config(own.port(), ""));
    var deployed = new Deployed(folder);
    deployed.write(ports(), Slot.A, 0);
    WayfareConfig read = read();
    try (Router router = Router.start(read)) {
      router.follow(read, this::read);
      String good = Files.readString(deployed.state());
      deployedInPlace(good.substring(0, good.length() / 2));
      Await.until("it is said", () -> notJson() > 0);
      assertThat(get(router.port(), "/f").body()).isEqualTo("blue");
      deployedInPlace(good.replace("\"serving\" : \"a\"", "\"serving\" : \"b\""));
      Await.until("green serves", () -> get(router.port(), "/f").body().equals("green"));
      assertThat(notJson()).isEqualTo(1);
    }
  }

  private void deployedInPlace(String json) throws IOException {
    Path next = Files.writeString(folder.resolve("next"), json);
    Files.move(next, folder.resolve("wayfare.state.json"), StandardCopyOption.ATOMIC_MOVE);
  }

  private long notJson() {
    return log.lines().stream().filter(it -> it.contains("this is not JSON")).count();
  }

  @Test
  void aStateFileThatVanishesLeavesWhatItSaidInForce() throws Exception {
    Files.writeString(folder.resolve("wayfare.yaml"), Deployed.config(own.port(), ""));
    var deployed = new Deployed(folder);
    deployed.write(ports(), Slot.A, 0);
    WayfareConfig read = read();
    try (Router router = Router.start(read)) {
      Runnable look = router.follow(read, this::read);
      Await.until("it is seen", () -> metrics(router).contains(IN_FORCE + "1.0"));
      look.run();
      Path away = folder.resolve("away");
      Files.move(deployed.state(), away);
      Await.until("it is noticed", () -> metrics(router).contains(IN_FORCE + "0.0"));
      assertThat(get(router.port(), "/f").body()).isEqualTo("blue");
      Await.until(
          "it is said",
          () ->
              log.lines().stream()
                  .anyMatch(
                      it ->
                          it.startsWith(
                              deployed.state() + " is not there any more; what it said")));

      Files.move(away, deployed.state());
      Await.until("it is there again", () -> metrics(router).contains(IN_FORCE + "1.0"));
      Files.delete(deployed.state());
      look.run();
      assertThat(get(router.port(), "/f").statusCode()).isEqualTo(503);
      assertThat(metrics(router)).contains(IN_FORCE + "1.0");
    }
  }

  private String metrics(Router router) throws IOException, InterruptedException {
    return get(router.adminPort(), "/metrics").body();
  }

  @Test
  void anotherStateFileIsFollowedOnceTheFileNamesIt() throws Exception {
    Path file = folder.resolve("wayfare.yaml");
    Files.writeString(file, Deployed.config(own.port(), ""));
    new Deployed(folder).write(ports(), Slot.A, 0);
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    WayfareConfig read = read();
    try (Router router = Router.start(read)) {
      Runnable look = router.follow(read, this::read);
      Files.writeString(
          file,
          Files.readString(file)
              .replace("deployment: {}", "deployment: {state: elsewhere/wayfare.state.json}"));
      look.run();
      assertThat(get(router.port(), "/f").statusCode()).isEqualTo(503);
      new Deployed(elsewhere).write(ports(), Slot.B, 0);
      Await.until("green serves", () -> get(router.port(), "/f").body().equals("green"));
    }
  }

  @Test
  void whatIsDeployedWhileTheRouterStartsIsNotMissed() throws Exception {
    Files.writeString(folder.resolve("wayfare.yaml"), Deployed.config(own.port(), ""));
    WayfareConfig read = read();
    new Deployed(folder).write(ports(), Slot.A, 0);
    try (Router router = Router.start(read)) {
      router.follow(read, this::read);
      Await.until("blue serves", () -> get(router.port(), "/f").body().equals("blue"));
    }
  }

  @Test
  void aRouterOfItsOwnFollowsToo() throws Exception {
    var deployed = new Deployed(folder);
    try (var router = new RouterProcess(folder, Deployed.config(own.port(), ""), Map.of())) {
      assertThat(router.get("/f").statusCode()).isEqualTo(503);
      deployed.write(ports(), Slot.A, 0);
      Await.until("blue serves", () -> router.get("/f").body().equals("blue"));
      deployed.write(ports(), Slot.B, 0);
      Await.until("green serves", () -> router.get("/f").body().equals("green"));
    }
  }
}
