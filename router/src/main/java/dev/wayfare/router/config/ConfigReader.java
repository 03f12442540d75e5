package dev.wayfare.router.config;

import dev.wayfare.pricing.Provider;
import dev.wayfare.router.deployed.DeployedTargets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the file as a whole: the sections, and what must be unique over all of them. */
final class ConfigReader {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern PATH = Pattern.compile("/|(/[A-Za-z0-9._~!$&'()*+,;=:@-]+)+/?");

  private final Source source;
  private final KeyReader keys;
  private final Map<String, String> functionsByPath = new HashMap<>();
  private final Map<String, String> functionsByTarget = new HashMap<>();

  private Optional<PolicySection.Shared> policy = Optional.empty();

  /** What targets may be without an endpoint in the file; null where nothing is deployed. */
  private @Nullable DeployedTargets deployed;

  /**
   * @param deployed what is deployed, or null for what the state says
   */
  ConfigReader(Source source, Map<String, String> environment, @Nullable DeployedTargets deployed) {
    this.source = source;
    this.deployed = deployed;
    this.keys = new KeyReader(source.file().resolveSibling(""), environment);
  }

  WayfareConfig read() {
    Section root =
        Section.root(source)
            .only(
                "version",
                "router",
                "prices",
                "ledger",
                "decision-log",
                "request-log",
                "tracing",
                "accounts",
                "budget",
                "policy",
                "access",
                "deployment",
                "functions");
    Scalar version = root.required("version");
    if (version.integer(0, Integer.MAX_VALUE) != 1) {
      throw version.wrong("1, the only version so far");
    }
    RouterSettings router =
        root.section("router")
            .map(section -> RouterSection.read(section, this::resolve, keys))
            .orElse(RouterSettings.DEFAULT);
    PriceSettings prices =
        root.section("prices")
            .map(section -> PriceSection.read(section, this::resolve))
            .orElse(PriceSettings.DEFAULT);
    LedgerSettings ledger =
        root.section("ledger")
            .map(section -> LedgerSection.read(section, this::resolve, keys.environment()))
            .orElse(LedgerSettings.DEFAULT);
    Map<Provider, AccountConfig> accounts =
        root.section("accounts").map(AccountSection::readAll).orElse(Map.of());
    policy = root.section("policy").map(section -> PolicySection.shared(section, this::resolve));
    DeploymentSettings deployment = deployment(root);
    Section functions = root.section("functions").orElseThrow(() -> root.missing("functions"));
    BudgetSettings budget =
        root.section("budget").map(BudgetSection::read).orElse(BudgetSettings.DEFAULT);
    return new WayfareConfig(
        source.file(),
        router,
        prices,
        ledger,
        observation(root),
        accounts,
        budget,
        functions(functions),
        root.section("access")
            .map(section -> AccessSection.read(section, functions.keys()))
            .orElse(null),
        deployment);
  }

  private @Nullable DeploymentSettings deployment(Section root) {
    Optional<Section> section = root.section("deployment");
    if (section.isEmpty()) {
      deployed = null;
      return null;
    }
    DeploymentSettings settings = DeploymentSection.read(section.get(), this::resolve);
    if (deployed == null) {
      deployed = DeploymentSection.deployed(settings);
    }
    return settings;
  }

  private ObservationSettings observation(Section root) {
    return new ObservationSettings(
        root.section("decision-log")
            .map(section -> DecisionLogSection.read(section, this::resolve))
            .orElse(null),
        root.section("request-log")
            .map(section -> RequestLogSection.read(section, this::resolve))
            .orElse(null),
        root.section("tracing").map(TracingSection::read).orElse(null));
  }

  private List<FunctionConfig> functions(Section section) {
    if (section.keys().isEmpty()) {
      throw section.missing("name of at least one function");
    }
    List<FunctionConfig> functions = new ArrayList<>();
    for (String name : section.keys()) {
      if (!NAME.matcher(name).matches()) {
        throw section.faultAt(
            name, "a function's name is lower-case letters, digits and -, not " + Quoted.of(name));
      }
      functions.add(function(name, section.section(name).orElseThrow()));
    }
    return functions;
  }

  private FunctionConfig function(String name, Section section) {
    section.only("path", "module", "files", "host", "policy", "targets");
    Scalar path = section.required("path");
    String prefix =
        withoutTrailingSlash(path.text(PATH, "a path such as / or /shop, without %, ? and #"));
    String other = functionsByPath.putIfAbsent(prefix, name);
    if (other != null) {
      throw path.wrong("unlike that of function \"" + other + "\"");
    }
    Optional<String> module = section.scalar("module").map(Scalar::text);
    List<TargetConfig> targets = new ArrayList<>();
    for (Section target : section.sections("targets")) {
      targets.add(target(name, target));
    }
    return new FunctionConfig(
        name,
        prefix,
        module.map(this::resolve).orElse(null),
        section.scalar("files").map(Scalar::text).map(this::resolve).orElse(null),
        section.section("host").map(HostSection::read).orElse(Map.of()),
        PolicySection.read(section.section("policy"), policy, targets, this::resolve),
        targets);
  }

  private TargetConfig target(String function, Section section) {
    TargetConfig target = TargetSection.read(section, keys, function, deployed);
    String other = functionsByTarget.putIfAbsent(target.id(), function);
    if (other != null) {
      throw section
          .required("id")
          .wrong("unique over the file; a target of function \"" + other + "\" has it too");
    }
    return target;
  }

  private Path resolve(String path) {
    return source.file().resolveSibling(path);
  }

  private static String withoutTrailingSlash(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
