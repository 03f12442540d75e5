variable "name" {
  description = "The function's name."
  type        = string
  default     = "@NAME@"

  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$", var.name))
    error_message = "A name has up to 63 lower-case letters, digits and \"-\", a letter first."
  }
}

variable "project" {
  description = "The project's id."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "A project's id has 6 to 30 lower-case letters, digits and \"-\"."
  }
}

variable "region" {
  description = "The region, such as us-central1."
  type        = string

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "A region is like us-central1."
  }
}

variable "bucket" {
  description = "A bucket that is there, which holds the package."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$", var.bucket))
    error_message = "A bucket's name has lower-case letters, digits, \".\", \"_\" and \"-\"."
  }
}

variable "callers" {
  description = "Who may send requests, such as serviceAccount:router@project.iam.gserviceaccount.com; allUsers is anyone, and the key still keeps out all but the router."
  type        = set(string)

  validation {
    condition     = alltrue([for caller in var.callers : can(regex("^(allUsers|(serviceAccount|user|group|domain|principal|principalSet):.+)$", caller))])
    error_message = "A caller is allUsers, or like serviceAccount:NAME."
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

variable "runtime" {
  description = "The runtime."
  type        = string
  default     = "java25"

  validation {
    condition     = contains(["java21", "java25"], var.runtime)
    error_message = "The package runs on java21 and java25."
  }
}

variable "memory_mib" {
  description = "An instance's memory in MiB."
  type        = number
  default     = 512

  validation {
    condition     = var.memory_mib >= 256 && var.memory_mib <= 32768
    error_message = "Memory is 256 to 32768 MiB."
  }
}

variable "cpu" {
  description = "An instance's processors; one that serves several requests at once takes at least 1."
  type        = string
  default     = "1"

  validation {
    condition     = can(regex("^(0\\.[0-9]+|1|2|4|6|8)$", var.cpu))
    error_message = "Processors are a fraction of 1, or 1, 2, 4, 6 or 8."
  }
}

variable "concurrency" {
  description = "How many requests an instance serves at once."
  type        = number
  default     = 8

  validation {
    condition     = var.concurrency >= 1 && var.concurrency <= 1000
    error_message = "An instance serves 1 to 1000 requests at once."
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

variable "timeout_seconds" {
  description = "How long one request may take, in seconds."
  type        = number
  default     = 30

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 3600
    error_message = "A timeout is 1 to 3600 seconds."
  }
}
