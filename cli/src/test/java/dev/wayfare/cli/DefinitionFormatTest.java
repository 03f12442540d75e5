package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.DialectId;
import dev.wayfare.packager.archive.Target;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

final class DefinitionFormatTest {
  private static final Map<Target, String> ARCHIVES =
      Map.of(
          Target.AWS, "hello-aws.zip",
          Target.AZURE, "hello-azure.zip",
          Target.GCP, "hello-gcp.zip",
          Target.EDGE, "hello-edge.zip");

  private static final SortedMap<String, String> TERRAFORM =
      DefinitionFormat.TERRAFORM.files(ARCHIVES);

  @Test
  void eachTargetHasAModuleOfItsOwn() {
    assertThat(TERRAFORM.keySet())
        .containsExactly(
            "terraform/aws/main.tf",
            "terraform/aws/variables.tf",
            "terraform/azure/main.tf",
            "terraform/azure/variables.tf",
            "terraform/gcp/main.tf",
            "terraform/gcp/variables.tf");
    assertThat(DefinitionFormat.TERRAFORM.files(Map.of(Target.GCP, "a-gcp.zip")).keySet())
        .containsExactly("terraform/gcp/main.tf", "terraform/gcp/variables.tf");
    assertThat(DefinitionFormat.SAM.files(ARCHIVES).keySet()).containsExactly("template.yaml");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EDGE")
  void aModuleMatchesTheSchemaOfItsProvider(Target target) {
    assertThat(faults(target, "", "")).isEmpty();
  }

  /** The check itself: a mistake of each kind. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AWS | memory_size | memory | there is no aws_lambda_function.function.memory",
        "AWS | function_name    = var.name | | aws_lambda_function.function.function_name is"
            + " missing",
        "AWS | publish          = true | publish = \"yes\" | function.publish is no \"bool\"",
        "AWS | environment { | environment = { | environment is written as an attribute",
        "AWS | snap_start { | snapstart { | there is no aws_lambda_function.function.snapstart",
        "AWS | aws_lambda_alias.live.name | aws_lambda_alias.old.name | no"
            + " aws_lambda_alias.old.name",
        "AWS | function.arn | function.qualified | there is no aws_iam_role.function.qualified",
        "AWS | var.timeout_seconds | var.timeout | used are the variables",
        "AWS | resource \"aws_lambda_alias\" | resource \"aws_alias\" | there is no resource"
            + " aws_alias",
        "AZURE | site_config {} | | azurerm_function_app_flex_consumption.function.site_config is"
            + " missing",
        "AZURE | app_settings = { | app_settings { | app_settings is written as a block",
        "AZURE | runtime_version        = \"21\" | runtime_version = 21 | runtime_version is no"
            + " \"string\"",
        "AZURE | https_only             = true | id = \"x\" | id is not for a definition to set",
        "GCP | storage_source { | storage { |"
            + " google_cloudfunctions2_function.function.build_config.source.storage",
        "GCP | service_config[0].uri | service_config[0].url | service_config[0].url",
        "GCP | \"roles/run.invoker\" | \"roles/run.invoker | it is no HCL",
      })
  void aMistakeIsNoticed(Target target, String right, String wrong, String fault) {
    assertThat(faults(target, right, wrong == null ? "" : wrong))
        .anyMatch(found -> found.contains(fault));
  }

  @Test
  void aTemplateMatchesTheSchemaOfSam() throws IOException {
    JsonNode template = sam();
    assertThat(samFaults(template)).isEmpty();
    JsonNode function = template.at("/Resources/Function/Properties");
    assertThat(function.get("CodeUri").textValue()).isEqualTo("hello-aws.zip");
    assertThat(template.at("/Parameters/RouterKey/NoEcho").booleanValue()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Handler", "FunctionUrlConfig", "Type: AWS::L", "Transform"})
  void aMistakeInATemplateIsNoticed(String right) throws IOException {
    String text = Objects.requireNonNull(samText());
    assertThat(text).contains(right);
    assertThat(samFaults(yaml(text.replace(right, right + "x")))).isNotEmpty();
  }

  /** Every value that a function is given refers to a parameter, and no other. */
  @Test
  void aTemplateUsesAllOfItsParameters() throws IOException {
    assertThat(sam().findValuesAsText("Ref"))
        .filteredOn(name -> !name.equals("Function.Alias"))
        .containsExactlyInAnyOrderElementsOf(
            sam().get("Parameters").properties().stream().map(Map.Entry::getKey).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "terraform/aws/main.tf, dev.wayfare.shim.aws.LambdaHandler, ::handleRequest",
    "terraform/gcp/main.tf, dev.wayfare.shim.gcp.GoogleFunction, ''",
    "template.yaml, dev.wayfare.shim.aws.LambdaHandler, ::handleRequest",
  })
  void anEntryPointIsAClassOfItsShim(String path, String name, String method) {
    String text = path.equals("template.yaml") ? samText() : TERRAFORM.get(path);
    assertThat(text).contains(name + method);
    assertThat(DefinitionFormatTest.class.getResource("/" + name.replace('.', '/') + ".class"))
        .isNotNull();
  }

  @Test
  void theKeyIsSecretEverywhere() {
    TERRAFORM.forEach(
        (path, text) -> {
          if (path.endsWith("variables.tf")) {
            assertThat(text.substring(text.indexOf("variable \"router_key\"")))
                .containsPattern("^[^}]*sensitive +=? *true");
          } else {
            assertThat(text).contains("WAYFARE_ROUTER_KEY = var.router_key");
          }
        });
  }

  @Test
  void theSameArchivesGiveTheSameDefinitions() {
    assertThat(DefinitionFormat.TERRAFORM.files(Map.copyOf(ARCHIVES))).isEqualTo(TERRAFORM);
  }

  @ParameterizedTest
  @CsvSource({
    "hello, hello",
    "My_Module.v2, my-module-v2",
    "2nd, nd",
    "---, function",
    "a${b}%{c}\"d\\, a-b-c-d",
  })
  void anyNameOfAModuleIsQuotedAndMakesADefault(String module, String name) {
    String archive = module + "-aws.zip";
    SortedMap<String, String> files = DefinitionFormat.TERRAFORM.files(Map.of(Target.AWS, archive));
    String main = Objects.requireNonNull(files.get("terraform/aws/main.tf"));
    String variables = Objects.requireNonNull(files.get("terraform/aws/variables.tf"));
    assertThat(new TerraformSchema(Target.AWS).faults(main, variables)).isEmpty();
    assertThat(main)
        .contains(
            archive
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("${", "$${")
                .replace("%{", "%%{"));
    assertThat(variables).contains("default     = \"" + name + "\"");
    String text = DefinitionFormat.SAM.files(Map.of(Target.AWS, archive)).get("template.yaml");
    assertThat(yaml(Objects.requireNonNull(text)).at("/Resources/Function/Properties/CodeUri"))
        .hasToString(new JsonMapper().valueToTree(archive).toString());
  }

  @Test
  void aFormatThatIsNoneIsRefused() {
    assertThatThrownBy(() -> DefinitionFormat.of("cdk"))
        .isInstanceOf(UserErrorException.class)
        .hasMessage("--emit knows terraform, sam, but not \"cdk\"");
  }

  private static List<String> faults(Target target, String right, String wrong) {
    String folder = "terraform/" + target.id();
    String main = Objects.requireNonNull(TERRAFORM.get(folder + "/main.tf"));
    assertThat(main).contains(right);
    return new TerraformSchema(target)
        .faults(
            right.isEmpty() ? main : main.replace(right, wrong),
            Objects.requireNonNull(TERRAFORM.get(folder + "/variables.tf")));
  }

  private static List<String> samFaults(JsonNode template) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            DefinitionFormatTest.class.getResourceAsStream("schemas/sam.json"))) {
      return SchemaRegistry.withDefaultDialectId(DialectId.DRAFT_7)
          .getSchema(new JsonMapper().readTree(in))
          .validate(template)
          .stream()
          .map(Object::toString)
          .toList();
    }
  }

  private static JsonNode sam() {
    return yaml(samText());
  }

  private static String samText() {
    return Objects.requireNonNull(DefinitionFormat.SAM.files(ARCHIVES).get("template.yaml"));
  }

  private static JsonNode yaml(String text) {
    return new JsonMapper()
        .valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
  }
}
