package dev.wayfare.deployer.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.Patience;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The only way to bring a package to a Flex Consumption app: its deployment site takes it, puts it
 * into the app's container, and tells the hosts.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-functions/functions-deployment-technologies#one-deploy">One
 *     deploy</a>
 */
final class OneDeploy {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The answer is the deployment's id, as a JSON string. */
  private static final Pattern ID = Pattern.compile("\"?([A-Za-z0-9_-]{1,64})\"?");

  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  // Kudu's DeployStatus; the status of HTTP is 200 whatever became of the deployment.
  private static final int PENDING = 0;
  private static final int BUILDING = 1;
  private static final int DEPLOYING = 2;
  private static final int SUCCESS = 4;

  private final HttpPipeline pipeline;
  private final URI site;
  private final String app;
  private final AzureErrors errors;
  private final Patience patience;

  /**
   * @param site the deployment site of {@code app}
   */
  OneDeploy(HttpPipeline pipeline, URI site, String app, AzureErrors errors, Patience patience) {
    this.pipeline = pipeline;
    this.site = site;
    this.app = app;
    this.errors = errors;
    this.patience = patience;
  }

  /** Waits for a deployment that is under way, uploads the package, and waits until it is there. */
  void publish(Path archive) {
    String id =
        patience.await(
            "an earlier deployment to the app %s to end".formatted(app),
            () -> isUnderWay() ? Optional.empty() : upload(archive));
    patience.await(
        "the deployment %s to the app %s to end".formatted(id, app),
        () -> status(id).filter(status -> status.isOver(errors, app)));
  }

  private boolean isUnderWay() {
    return status("latest").filter(Status::isUnderWay).isPresent();
  }

  /** The new deployment's id, or empty where one has just begun that another run asked for. */
  private Optional<String> upload(Path archive) {
    String doing = "upload the package of the app " + app;
    HttpRequest request =
        new HttpRequest(HttpMethod.POST, site + "/api/publish?type=zip&RemoteBuild=false")
            .setHeader(HttpHeaderName.CONTENT_TYPE, "application/zip")
            .setBody(BinaryData.fromFile(archive));
    Answer answer = send(doing, request);
    return switch (answer.code()) {
      case OK, ACCEPTED -> {
        Matcher id = ID.matcher(answer.body().strip());
        yield Optional.of(id.matches() ? id.group(1) : "latest");
      }
      case CONFLICT -> Optional.empty();
      default -> throw refused(doing, answer);
    };
  }

  private CloudException refused(String doing, Answer answer) {
    AzureFault fault = answer.fault();
    // A status of 400, with the storage account's 403 in its text.
    return fault.says("blobuploadfailed") && fault.says("403")
        ? new CloudException(
            CloudException.Cause.PERMISSION,
            "could not %s: the app's identity may not write to the storage account; run `wayfare bootstrap`, and after up to ten minutes, which a new role takes to be known, the same again"
                .formatted(doing),
            fault.requestId(),
            null)
        : errors.told(doing, fault, null);
  }

  /** Empty where Kudu does not know it, yet. */
  private Optional<Status> status(String id) {
    String doing = "ask for the deployments of the app " + app;
    Answer answer = send(doing, new HttpRequest(HttpMethod.GET, site + "/api/deployments/" + id));
    return switch (answer.code()) {
      case OK, ACCEPTED -> Optional.of(answer.status(doing));
      case NOT_FOUND -> Optional.empty();
      default -> throw errors.told(doing, answer.fault(), null);
    };
  }

  private Answer send(String doing, HttpRequest request) {
    return errors.told(
        doing,
        () -> {
          try (HttpResponse response = pipeline.sendSync(request, Context.NONE)) {
            String body = response.getBodyAsBinaryData().toString();
            return new Answer(
                response.getStatusCode(),
                body,
                AzureFault.of(response.getStatusCode(), body, response.getHeaders()));
          }
        });
  }

  private record Answer(int code, String body, AzureFault fault) {
    Status status(String doing) {
      try {
        JsonNode deployment = JSON.readTree(body);
        return new Status(
            deployment.path("status").asInt(PENDING),
            deployment.path("status_text").asText(deployment.path("message").asText("")),
            fault);
      } catch (JacksonException e) {
        throw new CloudException(
            CloudException.Cause.HALF_STATE,
            "could not %s: the answer is no JSON; run the same again".formatted(doing),
            fault.requestId(),
            e);
      }
    }
  }

  private record Status(int code, String text, AzureFault fault) {
    boolean isUnderWay() {
      return code == PENDING || code == BUILDING || code == DEPLOYING;
    }

    boolean isOver(AzureErrors errors, String app) {
      if (isUnderWay()) {
        return false;
      }
      if (code != SUCCESS) {
        throw errors.told(
            "deploy the package to the app " + app,
            // What a server could not do, whose status it is not.
            new AzureFault(500, "status " + code, text, fault.requestId()),
            null);
      }
      return true;
    }
  }
}
