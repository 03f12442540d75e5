package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.deployed.Slot;
import dev.wayfare.router.deployed.aws.S3StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A router of its own beside a bucket, with the SDK's own settings and credentials. */
final class FollowedObjectTest {
  private static final String KEY = "shop/state.json";
  private static final String REFUSED = "may not have it read";
  private static final String AGAIN = "what is deployed can be read again";

  @TempDir private Path folder = Path.of("");
  private final S3StandIn s3 = S3StandIn.start();
  private final StubTarget own = StubTarget.answering(200, "own");
  private final StubTarget blue = StubTarget.answering(200, "blue");
  private final StubTarget green = StubTarget.answering(200, "green");

  @AfterEach
  void close() {
    s3.close();
    own.close();
    blue.close();
    green.close();
  }

  private void deploy(Slot serving) throws IOException {
    var deployed = new Deployed(folder);
    deployed.write(Map.of(Slot.A, blue.port(), Slot.B, green.port()), serving, 0);
    s3.keep(KEY, Files.readString(deployed.state()));
  }

  private String config(String path) {
    return Deployed.config(own.port(), "")
        .replace(
            "deployment: {}",
            "deployment: {state: \"s3://%s/%s\"}".formatted(S3StandIn.BUCKET, KEY))
        .replace("path: /f", "path: " + path);
  }

  private Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL_S3", s3.baseUrl().toString(),
        "AWS_ACCESS_KEY_ID", "id",
        "AWS_SECRET_ACCESS_KEY", "secret");
  }

  @Test
  void whatTheObjectSaysIsRoutedToAlsoAfterItWasAway() throws Exception {
    try (var router = new RouterProcess(folder, config("/f"), environment())) {
      assertThat(router.get("/f").statusCode()).isEqualTo(503);
      deploy(Slot.A);
      Await.until("blue serves", () -> router.get("/f").body().equals("blue"));

      s3.refuse(403, "AccessDenied", "Access Denied");
      Await.until("it is said", () -> lines(router, REFUSED) == 1);
      awaitLooks(3);
      assertThat(router.get("/f").body()).isEqualTo("blue");
      assertThat(lines(router, REFUSED)).isEqualTo(1);
      write(config("/moved"));
      Await.until("it is said of that file, too", () -> lines(router, REFUSED) == 2);

      deploy(Slot.B);
      s3.serve();
      Await.until("green serves", () -> router.get("/moved").body().equals("green"));
      assertThat(lines(router, AGAIN)).isEqualTo(1);
    }
  }

  @Test
  void whatCouldNotBeReadIsReadAgain() throws Exception {
    deploy(Slot.A);
    try (var router = new RouterProcess(folder, config("/f"), environment())) {
      assertThat(router.get("/f").body()).isEqualTo("blue");
      s3.refuseReads(4);
      deploy(Slot.B);
      Await.until("green serves", () -> router.get("/f").body().equals("green"));
      assertThat(lines(router, REFUSED)).isEqualTo(1);
      assertThat(lines(router, AGAIN)).isEqualTo(1);
    }
  }

  @Test
  void anObjectThatVanishesLeavesWhatItSaidInForce() throws Exception {
    deploy(Slot.A);
    try (var router = new RouterProcess(folder, config("/f"), environment())) {
      assertThat(router.get("/f").body()).isEqualTo("blue");
      awaitLooks(3);
      s3.remove(KEY);
      Await.until("it is said", () -> lines(router, "is not there any more") == 1);
      write(config("/moved"));
      awaitLooks(3);
      assertThat(router.get("/f").body()).isEqualTo("blue");
      assertThat(lines(router, "is not there any more")).isEqualTo(1);
      deploy(Slot.B);
      Await.until("green serves", () -> router.get("/moved").body().equals("green"));
    }
  }

  @Test
  void aRouterIsBroughtFromAFileToAnObjectThatAnswersLater() throws Exception {
    var deployed = new Deployed(folder);
    deployed.write(Map.of(Slot.A, blue.port()), Slot.A, 0);
    String local = Deployed.config(own.port(), "");
    try (var router = new RouterProcess(folder, local, environment())) {
      s3.refuse(403, "AccessDenied", "Access Denied");
      write(config("/f"));
      awaitLooks(3);
      assertThat(router.get("/f").body()).isEqualTo("blue");
      assertThat(lines(router, REFUSED)).isEqualTo(1);
      assertThat(lines(router, AGAIN)).isZero();

      deploy(Slot.B);
      s3.serve();
      Await.until("green serves", () -> router.get("/f").body().equals("green"));
    }
  }

  @Test
  void aFileWithoutStateTakesThePlaceOfAnObjectThatDoesNotAnswer() throws Exception {
    String none =
        Deployed.config(own.port(), "")
            .replace("deployment: {}", "")
            .replace(
                "memory: 2048MiB",
                "memory: 2048MiB, endpoint: \"http://127.0.0.1:%d\"".formatted(green.port()));
    try (var router = new RouterProcess(folder, none, environment())) {
      s3.refuse(403, "AccessDenied", "Access Denied");
      write(config("/f"));
      Await.until("it is said", () -> lines(router, REFUSED) == 1);
      write(none.replace("path: /f", "path: /moved"));
      Await.until("that file is in force", () -> router.get("/moved").body().equals("green"));
    }
  }

  @Test
  void aFileWithoutStateTakesThePlaceOfAnObjectThatVanished() throws Exception {
    deploy(Slot.A);
    String none =
        Deployed.config(own.port(), "")
            .replace("deployment: {}", "")
            .replace(
                "memory: 2048MiB",
                "memory: 2048MiB, endpoint: \"http://127.0.0.1:%d\"".formatted(green.port()));
    try (var router = new RouterProcess(folder, config("/f"), environment())) {
      awaitLooks(3);
      s3.remove(KEY);
      Await.until("it is said", () -> lines(router, "is not there any more") == 1);
      write(none);
      Await.until("that file is in force", () -> router.get("/f").body().equals("green"));
      write(none.replace("path: /f", "path: /moved"));
      Await.until("the next is, too", () -> router.get("/moved").body().equals("green"));
    }
  }

  @Test
  void aFileThatIsNotValidIsSaidOnceThoughTheObjectDoesNotAnswer() throws Exception {
    deploy(Slot.A);
    try (var router = new RouterProcess(folder, config("/f"), environment())) {
      assertThat(router.get("/f").body()).isEqualTo("blue");
      write("version: 2\n");
      Await.until("it is said", () -> lines(router, "the only version so far") == 1);
      s3.refuse(403, "AccessDenied", "Access Denied");
      awaitLooks(6);
      assertThat(lines(router, "the only version so far")).isEqualTo(1);
    }
  }

  private void write(String config) throws IOException {
    Files.writeString(folder.resolve("wayfare.yaml"), config);
  }

  private void awaitLooks(int n) {
    int before = s3.requests().size();
    Await.until("it is asked again", () -> s3.requests().size() >= before + n);
  }

  private static long lines(RouterProcess router, String text) {
    return router.log().lines().filter(it -> it.contains(text)).count();
  }
}
