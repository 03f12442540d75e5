# The function's package on AWS Lambda, behind a Function URL. Written by wayfare package, which writes
# it anew each time: keep values elsewhere, such as in terraform.tfvars.
terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # 6.28 is the first with invoked_via_function_url.
      version = ">= 6.28, < 7"
    }
  }
}

provider "aws" {
  region = var.region
}

locals {
  package = "${path.module}/../../@ARCHIVE@"
}

resource "aws_iam_role" "function" {
  name = var.name
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

# Writes logs, and nothing else: a guest makes no calls.
resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.function.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "function" {
  function_name    = var.name
  role             = aws_iam_role.function.arn
  runtime          = var.runtime
  handler          = "dev.wayfare.shim.aws.LambdaHandler::handleRequest"
  filename         = local.package
  source_code_hash = filebase64sha256(local.package)
  architectures    = [var.architecture]
  memory_size      = var.memory_mib
  timeout          = var.timeout_seconds
  publish          = true

  # A published version starts from a snapshot of the initialised function.
  snap_start {
    apply_on = "PublishedVersions"
  }

  environment {
    variables = {
      WAYFARE_ROUTER_KEY = var.router_key
    }
  }
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.function.function_name
  function_version = aws_lambda_function.function.version
}

resource "aws_lambda_function_url" "live" {
  function_name      = aws_lambda_function.function.function_name
  qualifier          = aws_lambda_alias.live.name
  authorization_type = var.public ? "NONE" : "AWS_IAM"
  invoke_mode        = "BUFFERED"
}

# A public URL takes both: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
resource "aws_lambda_permission" "public_url" {
  count                  = var.public ? 1 : 0
  statement_id           = "public-url"
  action                 = "lambda:InvokeFunctionUrl"
  function_name          = aws_lambda_function.function.function_name
  qualifier              = aws_lambda_alias.live.name
  principal              = "*"
  function_url_auth_type = "NONE"
}

resource "aws_lambda_permission" "public_invocation" {
  count                    = var.public ? 1 : 0
  statement_id             = "public-invocation"
  action                   = "lambda:InvokeFunction"
  function_name            = aws_lambda_function.function.function_name
  qualifier                = aws_lambda_alias.live.name
  principal                = "*"
  invoked_via_function_url = true
}

# For the target's `endpoint` in wayfare.yaml; without `public`, with `auth: aws-iam` beside it.
output "endpoint" {
  value = aws_lambda_function_url.live.function_url
}
