package dev.wayfare.router;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which part of the router may know which. */
final class ArchitectureTest {
  private static final JavaClasses ROUTER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.wayfare.router");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.wayfare.router.(*)..").should().beFreeOfCycles().check(ROUTER);
  }

  @Test
  void aDecisionKnowsNoNetworkNoThreadsAndNoClock() {
    noClasses()
        .that()
        .resideInAPackage("dev.wayfare.router.decide")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io..", "java.net..", "java.util.concurrent..", "java.time..")
        .check(ROUTER);
  }

  @Test
  void whatASimulationSharesWithTheRouterKnowsNoNetwork() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.wayfare.router.dispatch", "dev.wayfare.router.health", "dev.wayfare.router.ledger")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..", "java.sql..")
        .check(ROUTER);
  }

  @Test
  void onlyTheWiringReadsTheSystemsClocks() {
    noClasses()
        .that()
        .doNotHaveSimpleName("Sources")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .check(ROUTER);
  }
}
