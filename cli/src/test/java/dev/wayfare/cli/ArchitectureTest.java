package dev.wayfare.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which part may know which. */
final class ArchitectureTest {
  private static final JavaClasses WAYFARE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          // Stand-ins for the clouds are tests, too, in a jar.
          .withImportOption(
              location ->
                  !location.matches(Pattern.compile(".*/wayfare-deployer-.*-tests\\.jar!.*")))
          .importPackages("dev.wayfare");

  private static final List<String> SHIMS = List.of("aws", "azure", "gcp", "edge");

  private static final Set<String> CLOCKS_AND_RANDOMNESS =
      Set.of(
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.lang.Math.random",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.time.InstantSource.system",
          "java.util.Random.<init>",
          "java.util.SplittableRandom.<init>",
          "java.security.SecureRandom.<init>",
          "java.util.UUID.randomUUID",
          "java.util.concurrent.ThreadLocalRandom.current");

  @Test
  void everyPartIsSeenByTheseRules() {
    assertThat(WAYFARE.stream().map(type -> type.getPackageName()))
        .contains(
            "dev.wayfare.shim.engine",
            "dev.wayfare.packager.cache",
            "dev.wayfare.packager.compile",
            "dev.wayfare.shim.aws",
            "dev.wayfare.shim.azure",
            "dev.wayfare.shim.gcp",
            "dev.wayfare.shim.edge",
            "dev.wayfare.pricing",
            "dev.wayfare.router.decide",
            "dev.wayfare.deployer.aws",
            "dev.wayfare.deployer.azure",
            "dev.wayfare.deployer.gcp",
            "dev.wayfare.local.aws");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "azure", "gcp", "edge"})
  void aShimSeesNoOtherShimNoRouterAndNoPrice(String shim) {
    String[] others =
        SHIMS.stream()
            .filter(other -> !other.equals(shim))
            .map(other -> "dev.wayfare.shim." + other + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("dev.wayfare.shim." + shim + "..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(others)
                .or(
                    resideInAnyPackage(
                        "dev.wayfare.router..",
                        "dev.wayfare.pricing..",
                        "dev.wayfare.packager..",
                        "dev.wayfare.local..",
                        "dev.wayfare.cli..")))
        .check(WAYFARE);
  }

  @Test
  void theCoreSeesNothingOfOursButItself() {
    String[] core = {
      "dev.wayfare.shim",
      "dev.wayfare.shim.host..",
      "dev.wayfare.shim.event..",
      "dev.wayfare.shim.engine..",
      "dev.wayfare.shim.capability..",
      "dev.wayfare.shim.wasi..",
      "dev.wayfare.shim.abi.."
    };
    classes()
        .that()
        .resideInAnyPackage(core)
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("dev.wayfare..")).or(resideInAnyPackage(core)))
        .check(WAYFARE);
  }

  @Test
  void theRouterSeesPricesAndNothingElseOfOurs() {
    classes()
        .that()
        .resideInAPackage("dev.wayfare.router..")
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("dev.wayfare.."))
                .or(resideInAnyPackage("dev.wayfare.router..", "dev.wayfare.pricing..")))
        .check(WAYFARE);
  }

  @Test
  void theDeployerSeesWhatTheRouterReadsAndNothingElseOfOurs() {
    classes()
        .that()
        .resideInAPackage("dev.wayfare.deployer..")
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("dev.wayfare.."))
                .or(
                    resideInAnyPackage(
                        "dev.wayfare.deployer..",
                        "dev.wayfare.router.config",
                        "dev.wayfare.router.deployed",
                        "dev.wayfare.pricing")))
        .check(WAYFARE);
  }

  @Test
  void pricesSeeNothingOfOurs() {
    onlyOwn("dev.wayfare.pricing..", "dev.wayfare.pricing..");
  }

  @Test
  void theLocalCloudsSeePackagesAndNotTheShimsClasses() {
    onlyOwn("dev.wayfare.local..", "dev.wayfare.local..");
  }

  @Test
  void theEngineIsImportedInTwoPackagesOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.wayfare.shim.engine", "dev.wayfare.packager.compile")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.dylibso.chicory..")
        .check(WAYFARE);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.wayfare.packager.compile")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.dylibso.chicory.compiler..", "org.objectweb.asm..")
        .check(WAYFARE);
  }

  @Test
  void aCloudsSdkIsImportedInThatCloudsPartOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.wayfare..aws", "dev.wayfare..aws..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.amazonaws..", "software.amazon..")
        .check(WAYFARE);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.wayfare..azure", "dev.wayfare..azure..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.microsoft..", "com.azure..")
        .check(WAYFARE);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.wayfare..gcp", "dev.wayfare..gcp..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.api..", "com.google.auth..", "com.google.cloud..")
        .check(WAYFARE);
  }

  @Test
  void theDecisionImportsNoHttpNoThreadsAndNoClock() {
    noClasses()
        .that()
        .resideInAPackage("dev.wayfare.router.decide..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.vertx..", "io.netty..", "java.net..", "java.util.concurrent..", "io.github..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(WAYFARE);
  }

  @Test
  void clocksAndRandomnessAreReadOnlyWhereTheProgramIsWired() {
    noClasses()
        .that()
        .haveNameNotMatching(
            "dev\\.wayfare\\.(shim\\.host\\.FunctionHost\\$Builder|router\\.(Sources|simulate\\.Simulation)"
                + "|shim\\.(aws\\.LambdaHandler|azure\\.Worker|edge\\.EdgeServer|contract\\..*)"
                + "|local\\.aws\\.LocalLambda|local\\.azure\\.LocalAzure"
                + "|local\\.gcp\\.LoopbackInvoker|cli\\.(ApiKeyCommand|CacheOptions|Clouds|DeployCommand|DeploymentFile|LogsCommand|UpCommand))")
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "it reads a clock or draws randomness",
                access ->
                    CLOCKS_AND_RANDOMNESS.contains(
                        access.getTargetOwner().getName() + "." + access.getName())))
        .check(WAYFARE);
  }

  /** A read of a process's pipe holds its carrier for ever, and there is one for each core. */
  @Test
  void whatTalksToProcessesUsesNoVirtualThreads() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.wayfare.cli..", "dev.wayfare.local..")
        .and()
        .resideOutsideOfPackage("dev.wayfare.local.http..")
        .should()
        .callMethod(Thread.class, "ofVirtual")
        .orShould()
        .callMethod(Thread.class, "startVirtualThread", Runnable.class)
        .orShould()
        .callMethod(Executors.class, "newVirtualThreadPerTaskExecutor")
        .check(WAYFARE);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.wayfare.(**)").should().beFreeOfCycles().check(WAYFARE);
  }

  private static void onlyOwn(String part, String own) {
    classes()
        .that()
        .resideInAPackage(part)
        .should()
        .onlyDependOnClassesThat(not(resideInAPackage("dev.wayfare..")).or(resideInAPackage(own)))
        .check(WAYFARE);
  }
}
