// Does on Node's engine what HashModulesTest does on ours. Each line of standard input is for a fresh instance:
//   MODULE;STEP;STEP... where a step is "call FUNCTION ARGUMENT...", "write OFFSET HEX" or "read BYTES",
// offsets and reads being from the module's buffer. What is read is written out, one line for each line.
import { readFileSync } from "node:fs";

const script = readFileSync(new URL("node_modules/hash-wasm/dist/index.umd.js", import.meta.url), "utf8");
const modules = new Map();
for (const [, name, data] of script.matchAll(/var name[$\w]* = "(\w+)";\s*var data[$\w]* = "([^"]+)";/g)) {
  modules.set(name, new WebAssembly.Module(Buffer.from(data, "base64")));
}

function outcome(line) {
  const [name, ...steps] = line.split(";");
  const { exports } = new WebAssembly.Instance(modules.get(name));
  const buffer = () => {
    const address = exports.Hash_GetBuffer(); // may grow the memory
    return Buffer.from(exports.memory.buffer, address);
  };
  let read = "";
  for (const step of steps) {
    const [kind, ...rest] = step.split(" ");
    if (kind === "call") {
      exports[rest[0]](...rest.slice(1).map(Number));
    } else if (kind === "write") {
      buffer().write(rest[1], Number(rest[0]), "hex");
    } else {
      read += buffer().toString("hex", 0, Number(rest[0]));
    }
  }
  return read;
}

for (const line of readFileSync(0, "utf8").trim().split("\n")) {
  console.log(outcome(line));
}
