package dev.wayfare.deployer.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.oauth2.GoogleCredentials;
import dev.wayfare.deployer.Foundation;
import dev.wayfare.deployer.Patience;
import dev.wayfare.deployer.Progress;
import dev.wayfare.deployer.Secrets;
import dev.wayfare.router.config.GcpDeployment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a project needs: its APIs enabled, an account for functions to run as, which has no roles,
 * and the right of the router to call functions that are not public.
 */
public final class GcpFoundation implements Foundation, AutoCloseable {
  /** Those of functions; their builds, images and services; logs; accounts and their roles. */
  private static final List<String> APIS =
      List.of(
          "artifactregistry.googleapis.com",
          "cloudbuild.googleapis.com",
          "cloudfunctions.googleapis.com",
          "cloudresourcemanager.googleapis.com",
          "iam.googleapis.com",
          "logging.googleapis.com",
          "run.googleapis.com");

  private final GoogleApis apis;
  private final String project;
  private final @Nullable String router;
  private final GoogleErrors errors;

  private GcpFoundation(GoogleApis apis, @Nullable String router) {
    this.apis = apis;
    this.project = apis.account().project();
    this.router = router;
    this.errors = new GoogleErrors(project, "global", Secrets.NONE);
  }

  /**
   * Of {@code account}'s project, with application default credentials.
   *
   * @param router the e-mail address of the service account that the router runs as, or null to let
   *     nobody call what is not public
   * @throws dev.wayfare.deployer.CloudException where there are no credentials
   */
  public static GcpFoundation of(
      GcpDeployment account, @Nullable String router, Patience patience) {
    return new GcpFoundation(GoogleApis.of(account, patience), router);
  }

  static GcpFoundation of(
      GcpDeployment account,
      @Nullable String router,
      Patience patience,
      GoogleCredentials given,
      RetrySettings retries) {
    return new GcpFoundation(GoogleApis.of(account, patience, given, retries), router);
  }

  @Override
  public List<String> missing() {
    return errors.told(() -> steps().stream().map(Step::sentence).toList());
  }

  @Override
  public void lay(Progress progress) {
    errors.told(
        () -> {
          List<Step> steps = steps();
          steps.forEach(
              step -> {
                progress.step(step.sentence());
                step.work().run();
              });
          return steps;
        });
  }

  /** Something that is missing. */
  private record Step(String sentence, Runnable work) {}

  private List<Step> steps() {
    var steps = new ArrayList<Step>();
    List<String> off = disabled();
    if (!off.isEmpty()) {
      steps.add(
          new Step(
              "enable the APIs %s in project %s".formatted(String.join(", ", off), project),
              () -> enable(off)));
    }
    String account = apis.account().serviceAccount();
    if (account != null && isOfProject(account) && (isOff(off, "iam") || !isThere(account))) {
      steps.add(
          new Step(
              "create the service account %s for functions to run as, with no roles"
                  .formatted(account),
              () -> create(account)));
    }
    if (router != null && (isOff(off, "cloudresourcemanager") || !invokers().has(member(router)))) {
      steps.add(
          new Step(
              "grant %s on project %s to %s: it may call every Cloud Run service there"
                  .formatted(Invokers.ROLE, project, member(router)),
              () -> invokers().set(member(router), true, () -> {})));
    }
    return steps;
  }

  /** Cannot be asked, so that nothing of it can be there. */
  private static boolean isOff(List<String> off, String api) {
    return off.contains(api + ".googleapis.com");
  }

  private List<String> disabled() {
    String parent = "projects/" + project;
    String names =
        APIS.stream()
            .map(api -> "names=%s/services/%s".formatted(parent, api))
            .collect(Collectors.joining("&"));
    JsonNode services =
        apis.rest().get("serviceusage", "/v1/%s/services:batchGet?%s".formatted(parent, names));
    var off = new ArrayList<>(APIS);
    for (JsonNode service : services.path("services")) {
      if (service.path("state").asText().equals("ENABLED")) {
        String name = service.path("name").asText();
        off.remove(name.substring(name.lastIndexOf('/') + 1));
      }
    }
    return off;
  }

  private void enable(List<String> off) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    off.forEach(body.putArray("serviceIds")::add);
    JsonNode operation =
        apis.rest()
            .post("serviceusage", "/v1/projects/%s/services:batchEnable".formatted(project), body);
    if (!operation.path("done").asBoolean()) {
      new Operations(apis.rest(), apis.patience(), errors)
          .await(
              "serviceusage",
              "/v1/",
              operation.path("name").asText(),
              "the APIs of project " + project);
    }
  }

  private boolean isOfProject(String account) {
    return account.endsWith("@%s.iam.gserviceaccount.com".formatted(project));
  }

  private boolean isThere(String account) {
    String path = "/v1/projects/%s/serviceAccounts/%s".formatted(project, account);
    return apis.rest().find("iam", path).isPresent();
  }

  private void create(String account) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("accountId", account.substring(0, account.indexOf('@')));
    body.putObject("serviceAccount").put("displayName", "Functions that wayfare deploys");
    apis.rest().post("iam", "/v1/projects/%s/serviceAccounts".formatted(project), body);
  }

  private Invokers invokers() {
    return Invokers.ofProject(apis.rest(), project);
  }

  private static String member(String account) {
    return "serviceAccount:" + account;
  }

  @Override
  public void close() {
    apis.close();
  }
}
