package dev.wayfare.deployer.azure;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** The deployment site of one app. */
final class KuduModel {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int DEPLOYING = 2;
  private static final int FAILED = 3;
  private static final int SUCCESS = 4;

  private final List<Deployment> deployments = new ArrayList<>();
  private byte[] runs = {};
  private boolean nextFails;

  private static final class Deployment {
    final String id;
    final byte[] archive;
    int left;
    int status = DEPLOYING;

    Deployment(String id, byte[] archive, int left) {
      this.id = id;
      this.archive = archive;
      this.left = left;
    }
  }

  /** What was deployed to the end last; empty where nothing was. */
  byte[] runs() {
    return runs.clone();
  }

  void nextFails() {
    nextFails = true;
  }

  ResponseDefinitionBuilder publish(byte[] archive, int looks) {
    if (!deployments.isEmpty() && deployments.getLast().status == DEPLOYING) {
      return aResponse().withStatus(409).withBody("There is a deployment currently in progress.");
    }
    var deployment = new Deployment("deployment-" + deployments.size(), archive, looks);
    deployments.add(deployment);
    return aResponse().withStatus(202).withBody("\"" + deployment.id + "\"");
  }

  /** As its looks go by, it comes to its end. */
  @Nullable ObjectNode deployment(String id) {
    Deployment found =
        deployments.reversed().stream()
            .filter(it -> id.equals("latest") || it.id.equals(id))
            .findFirst()
            .orElse(null);
    if (found == null) {
      return null;
    }
    if (found.status == DEPLOYING && found.left-- <= 0) {
      found.status = nextFails ? FAILED : SUCCESS;
      runs = nextFails ? runs : found.archive;
      nextFails = false;
    }
    return JSON.createObjectNode()
        .put("id", found.id)
        .put("status", found.status)
        .put("status_text", found.status == FAILED ? "Package deployment failed" : "")
        .put("complete", found.status != DEPLOYING);
  }

  /** Those of the package that runs. */
  ObjectNode functions() {
    ObjectNode all = JSON.createObjectNode();
    ArrayNode value = all.putArray("value");
    try (var zip = new ZipInputStream(new ByteArrayInputStream(runs))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().endsWith("/function.json")) {
          value.addObject().put("name", entry.getName().split("/", -1)[0]).putObject("properties");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }
}
