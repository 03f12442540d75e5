# The function's package on Google Cloud Run functions. Written by wayfare package, which writes
# it anew each time: keep values elsewhere, such as in terraform.tfvars.
terraform {
  required_version = ">= 1.5"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 6.0, < 8"
    }
  }
}

provider "google" {
  project = var.project
  region  = var.region
}

locals {
  package = "${path.module}/../../@ARCHIVE@"
}

# Another package is another object, so that the function is built again.
resource "google_storage_bucket_object" "package" {
  name   = "${var.name}-${filesha256(local.package)}.zip"
  bucket = var.bucket
  source = local.package
}

resource "google_cloudfunctions2_function" "function" {
  name     = var.name
  location = var.region

  build_config {
    runtime     = var.runtime
    entry_point = "dev.wayfare.shim.gcp.GoogleFunction"

    source {
      storage_source {
        bucket = google_storage_bucket_object.package.bucket
        object = google_storage_bucket_object.package.name
      }
    }
  }

  service_config {
    available_memory                 = "${var.memory_mib}Mi"
    available_cpu                    = var.cpu
    timeout_seconds                  = var.timeout_seconds
    max_instance_count               = var.maximum_instance_count
    max_instance_request_concurrency = var.concurrency
    ingress_settings                 = "ALLOW_ALL"

    environment_variables = {
      WAYFARE_ROUTER_KEY = var.router_key
    }
  }
}

resource "google_cloud_run_service_iam_member" "callers" {
  for_each = var.callers
  location = google_cloudfunctions2_function.function.location
  service  = google_cloudfunctions2_function.function.service_config[0].service
  role     = "roles/run.invoker"
  member   = each.value
}

# For the target's `endpoint` in wayfare.yaml; unless allUsers may call, with
# `auth: google-id-token` beside it.
output "endpoint" {
  value = google_cloudfunctions2_function.function.service_config[0].uri
}
