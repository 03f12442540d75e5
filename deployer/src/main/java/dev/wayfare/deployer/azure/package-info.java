/** Deploys to Azure Functions, Flex Consumption. */
@NullMarked
package dev.wayfare.deployer.azure;

import org.jspecify.annotations.NullMarked;
