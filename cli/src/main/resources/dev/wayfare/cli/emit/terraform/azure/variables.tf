variable "name" {
  description = "The name of the function app and of its plan; no other app on Azure may have it."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9]([A-Za-z0-9-]{0,58}[A-Za-z0-9])?$", var.name))
    error_message = "A name has up to 60 letters, digits and \"-\", which is neither first nor last."
  }
}

variable "subscription_id" {
  description = "The subscription's id."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", var.subscription_id))
    error_message = "A subscription's id is a UUID."
  }
}

variable "resource_group_name" {
  description = "A resource group that is there."
  type        = string

  validation {
    condition     = length(var.resource_group_name) >= 1 && length(var.resource_group_name) <= 90
    error_message = "A resource group's name has 1 to 90 characters."
  }
}

variable "location" {
  description = "The region, such as eastus; it must have Flex Consumption."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9 ]+$", var.location))
    error_message = "A region is like eastus or \"East US\"."
  }
}

variable "storage_account_name" {
  description = "The name of a storage account to make, which holds the package; no other on Azure may have it."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]{3,24}$", var.storage_account_name))
    error_message = "A storage account's name has 3 to 24 lower-case letters and digits."
  }
}

variable "router_key" {
  description = "The key by which the function knows the router; the same as that of its target."
  type        = string
  sensitive   = true

  validation {
    condition     = can(regex("^[!-~]{16,}$", var.router_key))
    error_message = "A key has at least 16 visible ASCII characters; wayfare api-key draws one."
  }
}

variable "memory_mib" {
  description = "An instance's memory in MiB."
  type        = number
  default     = 2048

  validation {
    condition     = contains([512, 2048, 4096], var.memory_mib)
    error_message = "Memory is 512, 2048 or 4096 MiB."
  }
}

variable "maximum_instance_count" {
  description = "How many instances there may be at once."
  type        = number
  default     = 100

  validation {
    condition     = var.maximum_instance_count >= 1 && var.maximum_instance_count <= 1000
    error_message = "There may be 1 to 1000 instances."
  }
}
