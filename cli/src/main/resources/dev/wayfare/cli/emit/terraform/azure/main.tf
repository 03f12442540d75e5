# The function's package on Azure Functions, Flex Consumption. Written by wayfare package, which writes
# it anew each time: keep values elsewhere, such as in terraform.tfvars.
terraform {
  required_version = ">= 1.5"

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = ">= 4.28, < 5"
    }
  }
}

provider "azurerm" {
  subscription_id = var.subscription_id
  features {}
}

locals {
  package = "${path.module}/../../@ARCHIVE@"
}

resource "azurerm_storage_account" "function" {
  name                            = var.storage_account_name
  resource_group_name             = var.resource_group_name
  location                        = var.location
  account_tier                    = "Standard"
  account_replication_type        = "LRS"
  min_tls_version                 = "TLS1_2"
  allow_nested_items_to_be_public = false
}

resource "azurerm_storage_container" "packages" {
  name                  = "packages"
  storage_account_id    = azurerm_storage_account.function.id
  container_access_type = "private"
}

resource "azurerm_service_plan" "flex" {
  name                = var.name
  resource_group_name = var.resource_group_name
  location            = var.location
  os_type             = "Linux"
  sku_name            = "FC1"
}

resource "azurerm_function_app_flex_consumption" "function" {
  name                = var.name
  resource_group_name = var.resource_group_name
  location            = var.location
  service_plan_id     = azurerm_service_plan.flex.id

  storage_container_type      = "blobContainer"
  storage_container_endpoint  = "${azurerm_storage_account.function.primary_blob_endpoint}${azurerm_storage_container.packages.name}"
  storage_authentication_type = "StorageAccountConnectionString"
  storage_access_key          = azurerm_storage_account.function.primary_access_key

  runtime_name           = "java"
  runtime_version        = "21"
  instance_memory_in_mb  = var.memory_mib
  maximum_instance_count = var.maximum_instance_count
  https_only             = true

  app_settings = {
    WAYFARE_ROUTER_KEY = var.router_key
  }

  site_config {}
}

# The provider's zip_deploy_file asks for an endpoint that Flex Consumption does not have
# (https://github.com/hashicorp/terraform-provider-azurerm/issues/29630), so Azure's own command
# uploads the package: `az` must be on the path, and logged in.
resource "terraform_data" "package" {
  triggers_replace = [azurerm_function_app_flex_consumption.function.id, filesha256(local.package)]

  provisioner "local-exec" {
    command = "az functionapp deployment source config-zip --subscription \"$SUBSCRIPTION\" --resource-group \"$GROUP\" --name \"$NAME\" --src \"$PACKAGE\""

    environment = {
      SUBSCRIPTION = var.subscription_id
      GROUP        = var.resource_group_name
      NAME         = azurerm_function_app_flex_consumption.function.name
      PACKAGE      = local.package
    }
  }
}

# For the target's `endpoint` in wayfare.yaml.
output "endpoint" {
  value = "https://${azurerm_function_app_flex_consumption.function.default_hostname}/"
}
