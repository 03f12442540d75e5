/**
 * The function host: the one way in for every shim.
 *
 * <p>A program needs these types and no others:
 *
 * <table>
 *   <caption>The public face of the function host</caption>
 *   <tr><td>{@link dev.wayfare.shim.engine.ModuleImage}</td>
 *     <td>a compiled module, found on a class path by {@code load}</td></tr>
 *   <tr><td>{@link dev.wayfare.shim.host.FunctionHost}</td>
 *     <td>runs it: {@code builder(image)…build()}, {@code invoke}, {@code figures}, {@code close}</td></tr>
 *   <tr><td>{@link dev.wayfare.shim.HostConfig}</td>
 *     <td>how: {@link dev.wayfare.shim.Limits}, {@link dev.wayfare.shim.Grants}, {@link
 *     dev.wayfare.shim.Isolation}</td></tr>
 *   <tr><td>{@link dev.wayfare.shim.Invocation}, {@link dev.wayfare.shim.InvocationResult}</td>
 *     <td>what goes in and comes out, of {@link dev.wayfare.shim.Headers} and a {@link
 *     dev.wayfare.shim.Body}</td></tr>
 *   <tr><td>{@link dev.wayfare.shim.event.FunctionEvent}</td>
 *     <td>an event of a cloud, which {@code deliver} hands to a guest as a CloudEvent</td></tr>
 *   <tr><td>{@link dev.wayfare.shim.host.LogSink}, {@link dev.wayfare.shim.host.JsonLog}</td>
 *     <td>where the log goes; the system's logger where none is given</td></tr>
 *   <tr><td>{@link dev.wayfare.shim.abi.NextHandler}</td>
 *     <td>answers what an http-wasm guest passes on; 404 where none is given</td></tr>
 * </table>
 *
 * <p>Everything else that is public is so for the sake of the packages beside this one: {@code abi}
 * speaks to guests, {@code engine} is the Wasm engine behind neutral types, {@code wasi} and {@code
 * capability} are what guests are granted of the world.
 *
 * <pre>{@code
 * ModuleImage image = ModuleImage.load(loader);
 * HostConfig config =
 *     HostConfig.DEFAULT
 *         .with(Limits.builder().deadline(Duration.ofSeconds(2)).memoryPages(256).build())
 *         .with(Grants.builder().secret("API_TOKEN", token).scratchBytes(1 << 20).build());
 * try (FunctionHost host = FunctionHost.builder(image).config(config).build()) {
 *   InvocationResult result =
 *       host.invoke(
 *           Invocation.builder()
 *               .method("POST")
 *               .target("/echo?x=1")
 *               .headers(Headers.EMPTY.with("content-type", "text/plain"))
 *               .body(Body.utf8("hello"))
 *               .build());
 *   result.body().writeTo(System.out);
 * }
 * }</pre>
 */
@NullMarked
package dev.wayfare.shim.host;

import org.jspecify.annotations.NullMarked;
