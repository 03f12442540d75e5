package dev.wayfare.router.config;

import dev.wayfare.pricing.Provider;
import dev.wayfare.router.deployed.DeployedTargets;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole {@code wayfare.yaml}, valid.
 *
 * @param file where it was read from; relative paths in it start from its folder
 * @param router the router's own settings
 * @param prices where prices come from and how old they may be
 * @param ledger what keeps usage and spend
 * @param observation what is told of each request
 * @param accounts what each provider's account pays and has used; one that is not named here pays
 *     list prices and has all of its free allowance
 * @param budget the most to spend in all
 * @param functions in the order of the file, at least one
 * @param access who may call them, or null for anybody
 * @param deployment where they are deployed to, or null where Wayfare deploys nothing
 */
public record WayfareConfig(
    Path file,
    RouterSettings router,
    PriceSettings prices,
    LedgerSettings ledger,
    ObservationSettings observation,
    Map<Provider, AccountConfig> accounts,
    BudgetSettings budget,
    List<FunctionConfig> functions,
    @Nullable AccessSettings access,
    @Nullable DeploymentSettings deployment) {
  public WayfareConfig {
    accounts = Map.copyOf(accounts);
    functions = List.copyOf(functions);
  }

  /**
   * Reads {@code file}, and what is deployed from the state that it names.
   *
   * @param environment the variables that it may name
   * @throws InvalidConfigException where one of them cannot be read or is not valid
   */
  public static WayfareConfig read(Path file, Map<String, String> environment) {
    return new ConfigReader(Source.read(file), environment, null).read();
  }

  /**
   * Reads {@code file} as if {@code deployed} were what its state says.
   *
   * @param environment the variables that it may name
   * @throws InvalidConfigException where it cannot be read or is not valid
   */
  public static WayfareConfig read(
      Path file, Map<String, String> environment, DeployedTargets deployed) {
    return new ConfigReader(Source.read(file), environment, deployed).read();
  }

  /**
   * Reads {@code text} as the content of {@code file}, which need not exist, and what is deployed
   * from the state that it names.
   *
   * @param environment the variables that it may name
   * @throws InvalidConfigException where it is not valid
   */
  public static WayfareConfig parse(Path file, String text, Map<String, String> environment) {
    return new ConfigReader(new Source(file, text), environment, null).read();
  }

  /** The same for a text that names no variable. */
  public static WayfareConfig parse(Path file, String text) {
    return parse(file, text, Map.of());
  }

  /** Where decisions are written, or null where they are not. */
  public @Nullable DecisionLogSettings decisionLog() {
    return observation.decisionLog();
  }

  /** The account that {@code provider} bills. */
  public AccountConfig account(Provider provider) {
    return accounts.getOrDefault(provider, AccountConfig.DEFAULT);
  }

  /** Every target of every function, in the order of the file. */
  public List<TargetConfig> targets() {
    return functions.stream().flatMap(function -> function.targets().stream()).toList();
  }

  /** Every target of every function and every canary: wherever requests may be sent. */
  public List<TargetConfig> places() {
    return targets().stream()
        .flatMap(
            target ->
                Stream.concat(
                    Stream.of(target),
                    Stream.ofNullable(target.canary()).map(CanaryConfig::target)))
        .toList();
  }

  /** The ids of targets that are to be deployed and are not yet. */
  public List<String> undeployed() {
    return targets().stream().filter(TargetConfig::isUndeployed).map(TargetConfig::id).toList();
  }

  /** A copy without the targets that are {@link #undeployed}; functions may have none left. */
  public WayfareConfig withoutUndeployed() {
    return withFunctions(
        functions.stream()
            .map(
                function ->
                    function.withTargets(
                        function.targets().stream()
                            .filter(target -> !target.isUndeployed())
                            .toList()))
            .toList());
  }

  /** A copy with other router settings. */
  public WayfareConfig withRouter(RouterSettings settings) {
    return new WayfareConfig(
        file,
        settings,
        prices,
        ledger,
        observation,
        accounts,
        budget,
        functions,
        access,
        deployment);
  }

  /** A copy with other functions. */
  public WayfareConfig withFunctions(List<FunctionConfig> others) {
    return new WayfareConfig(
        file, router, prices, ledger, observation, accounts, budget, others, access, deployment);
  }

  /** A copy whose ledger is kept in {@code place} where the file does not say. */
  public WayfareConfig withLedgerOrIn(LedgerPlace place) {
    return new WayfareConfig(
        file,
        router,
        prices,
        ledger.orIn(place),
        observation,
        accounts,
        budget,
        functions,
        access,
        deployment);
  }

  /** A copy in which the targets named in {@code endpoints} listen there. */
  public WayfareConfig withEndpoints(Map<String, URI> endpoints) {
    return withTargets(
        target -> {
          URI endpoint = endpoints.get(target.id());
          return endpoint == null ? target : target.withEndpoint(endpoint);
        });
  }

  /**
   * What {@code next} changes that a running router cannot: a key of the file; empty where nothing
   * but functions, accounts, budgets, access and deployment differ.
   */
  public Optional<String> changeThatNeedsRestart(WayfareConfig next) {
    if (!router.equals(next.router)) {
      return Optional.of("router");
    }
    if (!prices.equals(next.prices)) {
      return Optional.of("prices");
    }
    if (!ledger.equals(next.ledger)) {
      return Optional.of("ledger");
    }
    if (!Objects.equals(decisionLog(), next.decisionLog())) {
      return Optional.of("decision-log");
    }
    if (!Objects.equals(observation.requestLog(), next.observation.requestLog())) {
      return Optional.of("request-log");
    }
    return Objects.equals(observation.tracing(), next.observation.tracing())
        ? Optional.empty()
        : Optional.of("tracing");
  }

  /** A copy in which every target that has neither an endpoint nor a key has that key. */
  public WayfareConfig withLocalKey(TargetKey key) {
    return withTargets(
        target -> target.endpoint() == null && target.key() == null ? target.withKey(key) : target);
  }

  private WayfareConfig withTargets(UnaryOperator<TargetConfig> change) {
    List<FunctionConfig> changed =
        functions.stream()
            .map(function -> function.withTargets(function.targets().stream().map(change).toList()))
            .toList();
    return withFunctions(changed);
  }
}
