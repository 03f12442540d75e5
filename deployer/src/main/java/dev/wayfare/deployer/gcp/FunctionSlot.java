package dev.wayfare.deployer.gcp;

import com.google.api.gax.rpc.AbortedException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.functions.v2.CreateFunctionRequest;
import com.google.cloud.functions.v2.DeleteFunctionRequest;
import com.google.cloud.functions.v2.Function;
import com.google.cloud.functions.v2.Function.State;
import com.google.cloud.functions.v2.FunctionName;
import com.google.cloud.functions.v2.FunctionServiceClient;
import com.google.cloud.functions.v2.GenerateUploadUrlRequest;
import com.google.cloud.functions.v2.GenerateUploadUrlResponse;
import com.google.cloud.functions.v2.LocationName;
import com.google.cloud.functions.v2.StateMessage;
import com.google.cloud.functions.v2.StorageSource;
import com.google.cloud.functions.v2.UpdateFunctionRequest;
import com.google.common.hash.Hashing;
import com.google.longrunning.Operation;
import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.Holding;
import dev.wayfare.deployer.Progress;
import dev.wayfare.deployer.Release;
import dev.wayfare.deployer.Unit;
import dev.wayfare.router.deployed.Slot;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A slot: a function of its own. What is done to it begins with a look at it, and where Google says
 * that something else is being done to it, with another look later; so that a run goes on where one
 * before it was killed, whose operation goes on without it.
 */
final class FunctionSlot {
  /** What Cloud Run allows for a service, whose name is the function's. */
  private static final int MOST_NAME = 49;

  private static final double MIB = 1024 * 1024;

  private final GoogleApis apis;
  private final FunctionServiceClient functions;
  private final GoogleErrors errors;
  private final Unit unit;
  private final FunctionName name;

  FunctionSlot(GoogleApis apis, GoogleErrors errors, Unit unit, Slot slot) {
    this.apis = apis;
    this.functions = apis.functions();
    this.errors = errors;
    this.unit = unit;
    this.name = FunctionName.of(apis.account().project(), unit.region(), id(unit, slot));
  }

  /** {@code NAME-a}, where the name is too long, cut and with a part of its digest. */
  static String id(Unit unit, Slot slot) {
    String whole = unit.name() + "-" + slot.id();
    if (whole.length() <= MOST_NAME) {
      return whole;
    }
    String digest = Hashing.sha256().hashString(unit.name(), StandardCharsets.UTF_8).toString();
    return unit.name().substring(0, MOST_NAME - 11).replaceAll("-$", "")
        + "-"
        + digest.substring(0, 8)
        + "-"
        + slot.id();
  }

  Holding holding() {
    Optional<Function> found = find();
    if (found.isEmpty()) {
      return new Holding.Nothing();
    }
    Function function = found.get();
    if (!isOurs(function)) {
      return new Holding.Foreign(foreign());
    }
    Map<String, String> tells = function.getServiceConfig().getEnvironmentVariablesMap();
    String release = tells.get(Release.RELEASE_VARIABLE);
    if (function.getState() != State.ACTIVE || release == null) {
      return new Holding.Half(matter(function));
    }
    boolean isPublic = Boolean.parseBoolean(function.getLabelsMap().get(FunctionForm.PUBLIC));
    if (policy(function).has(Invokers.EVERYBODY) != isPublic) {
      return new Holding.Half(
          name.getFunction() + (isPublic ? " is not public yet" : " is public and must not be"));
    }
    return new Holding.Deployed(
        release,
        tells.getOrDefault(Release.MODULE_VARIABLE, ""),
        tells.getOrDefault(Release.SHIM_VARIABLE, ""),
        endpoint(function));
  }

  /** See {@link dev.wayfare.deployer.Cloud#put}. */
  URI put(Release release, Progress progress) {
    var form = new FunctionForm(unit, release, apis.account().serviceAccount());
    Function function =
        apis.patience().await(what() + " to be deployed", () -> brought(form, progress));
    open(function, release.isPublic(), progress);
    return endpoint(function);
  }

  /** The function as {@code form} has it; empty where somebody else was quicker. */
  private Optional<Function> brought(FunctionForm form, Progress progress) {
    Optional<Function> found = settled();
    if (found.isPresent() && !isOurs(found.get())) {
      throw new CloudException(
          CloudException.Cause.NAME_TAKEN,
          "there is already %s; choose another deployment.prefix".formatted(foreign()),
          null,
          null);
    }
    if (found.filter(form::is).isPresent()) {
      return found;
    }
    if (!form.release().isPublic()) {
      found.filter(FunctionSlot::hasService).ifPresent(it -> open(it, false, progress));
    }
    StorageSource source = upload(form.release(), progress);
    progress.step((found.isEmpty() ? "creating " : "updating ") + name.getFunction());
    Operation operation;
    try {
      operation = found.isEmpty() ? create(form, source) : update(form, found.get(), source);
    } catch (AbortedException e) {
      if (found.isEmpty() && isTaken(e)) {
        throw e;
      }
      // An operation of another run's, or this one's whose first answer was lost.
      return Optional.empty();
    }
    operations().await("cloudfunctions", "/v2/", operation.getName(), what());
    Optional<Function> made = find();
    if (made.filter(form::is).isEmpty()) {
      throw errors.halfMade(what(), made.map(this::matter).orElse("it is not there"));
    }
    return made;
  }

  /** Lets everybody call, or not. What is to be closed is closed before it is made. */
  private void open(Function function, boolean isPublic, Progress progress) {
    policy(function)
        .set(
            Invokers.EVERYBODY,
            isPublic,
            () -> progress.step(isPublic ? "making it public" : "making it private"));
  }

  /** One that failed may have none. */
  private static boolean hasService(Function function) {
    return !function.getServiceConfig().getService().isEmpty();
  }

  /** By a Cloud Run service that is no function; the library has one exception for all of 409. */
  private boolean isTaken(AbortedException e) {
    return Refusal.in(e).filter(it -> it.code().equals("ALREADY_EXISTS")).isPresent()
        && find().isEmpty();
  }

  private StorageSource upload(Release release, Progress progress) {
    progress.step(
        String.format(
            Locale.ROOT, "uploading %.1f MiB", release.archive().toFile().length() / MIB));
    GenerateUploadUrlResponse place =
        functions.generateUploadUrl(
            GenerateUploadUrlRequest.newBuilder().setParent(location()).build());
    apis.rest().upload(place.getUploadUrl(), release.archive());
    return place.getStorageSource();
  }

  private Operation create(FunctionForm form, StorageSource source) {
    return functions
        .createFunctionCallable()
        .call(
            CreateFunctionRequest.newBuilder()
                .setParent(location())
                .setFunctionId(name.getFunction())
                .setFunction(form.of(name.toString(), Map.of(), source))
                .build());
  }

  private Operation update(FunctionForm form, Function found, StorageSource source) {
    return functions
        .updateFunctionCallable()
        .call(
            UpdateFunctionRequest.newBuilder()
                .setFunction(form.of(name.toString(), found.getLabelsMap(), source))
                .setUpdateMask(form.mask())
                .build());
  }

  /** Removes the function where it is ours. */
  void remove(Progress progress) {
    apis.patience().await(what() + " to be removed", () -> removed(progress));
  }

  private Optional<Boolean> removed(Progress progress) {
    Optional<Function> found = settled();
    if (found.filter(this::isOurs).isEmpty()) {
      return Optional.of(true);
    }
    progress.step("removing " + name.getFunction());
    try {
      Operation operation =
          functions
              .deleteFunctionCallable()
              .call(DeleteFunctionRequest.newBuilder().setName(name.toString()).build());
      operations().await("cloudfunctions", "/v2/", operation.getName(), what());
    } catch (NotFoundException | AbortedException e) {
      // Another run is at it, or was.
      return Optional.empty();
    }
    return Optional.of(true);
  }

  /** What is there once Google does no more to it, where it is ours. */
  private Optional<Function> settled() {
    return apis.patience()
        .await(
            "what Google does to %s to end".formatted(name.getFunction()),
            () -> Optional.of(find()).filter(it -> it.filter(this::isBusy).isEmpty()));
  }

  private boolean isBusy(Function function) {
    return isOurs(function)
        && (function.getState() == State.DEPLOYING || function.getState() == State.DELETING);
  }

  private Optional<Function> find() {
    try {
      return Optional.of(functions.getFunction(name));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  private boolean isOurs(Function function) {
    return unit.name().equals(function.getLabelsMap().get(FunctionForm.MARK));
  }

  private Invokers policy(Function function) {
    return Invokers.ofService(apis.rest(), function.getServiceConfig().getService());
  }

  private Operations operations() {
    return new Operations(apis.rest(), apis.patience(), errors);
  }

  private String location() {
    return LocationName.of(name.getProject(), name.getLocation()).toString();
  }

  private String what() {
    return "the function %s in %s".formatted(name.getFunction(), name.getLocation());
  }

  private String foreign() {
    return what() + ", which wayfare did not make";
  }

  /** What keeps {@code function} from being a whole release. */
  private String matter(Function function) {
    String messages =
        function.getStateMessagesList().stream()
            .map(StateMessage::getMessage)
            .collect(Collectors.joining(" "));
    String state = name.getFunction() + " is " + function.getState();
    return messages.isEmpty() ? state : state + ": " + errors.words(messages);
  }

  private static URI endpoint(Function function) {
    return URI.create(function.getServiceConfig().getUri());
  }
}
