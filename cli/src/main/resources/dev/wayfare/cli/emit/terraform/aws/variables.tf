variable "name" {
  description = "The name of the function and of its role."
  type        = string
  default     = "@NAME@"

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,64}$", var.name))
    error_message = "A name has up to 64 letters, digits, \"-\" and \"_\"."
  }
}

variable "region" {
  description = "The region, such as us-east-1."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "A region is like us-east-1."
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

variable "public" {
  description = "Whether anyone may send requests; the key still keeps out all but the router."
  type        = bool
  default     = false
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

variable "architecture" {
  description = "The processor."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "An architecture is arm64 or x86_64."
  }
}

variable "memory_mib" {
  description = "Memory in MiB, which the processor's share goes with."
  type        = number
  default     = 512

  validation {
    condition     = var.memory_mib >= 128 && var.memory_mib <= 10240
    error_message = "Memory is 128 to 10240 MiB."
  }
}

variable "timeout_seconds" {
  description = "How long one request may take, in seconds."
  type        = number
  default     = 30

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 900
    error_message = "A timeout is 1 to 900 seconds."
  }
}
