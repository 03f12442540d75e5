// Puts a script into the JavaScript engine, which gives a module that is complete. It needs Node.js and nothing else.
//
// usage: node pack.mjs engine.wasm handler.js OUT.wasm
//
// The script becomes a passive data segment, the module's first, which the engine copies from when it starts:
// https://webassembly.github.io/spec/core/binary/modules.html
import { readFileSync, writeFileSync } from "node:fs";

const CODE = 10;
const DATA = 11;
const DATA_COUNT = 12;

/** The bytes of an unsigned LEB128 number. */
function leb(number) {
  return number < 0x80 ? [number] : [(number & 0x7f) | 0x80, ...leb(number >>> 7)];
}

/** An unsigned LEB128 number, and where it ends. */
function readLeb(bytes, at) {
  let number = 0;
  let shift = 0;
  for (; bytes[at] & 0x80; at++, shift += 7) number |= (bytes[at] & 0x7f) << shift;
  return [number | (bytes[at] << shift), at + 1];
}

function section(id, content) {
  return Buffer.concat([Buffer.from([id, ...leb(content.length)]), content]);
}

function pack(engine, script) {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(script.length);
  const segment = Buffer.concat([Buffer.from([1, ...leb(4 + script.length)]), length, script]);
  const sections = [];
  for (let at = 8; at < engine.length; ) {
    const id = engine[at];
    const [size, start] = readLeb(engine, at + 1);
    sections.push({ id, content: engine.subarray(start, start + size) });
    at = start + size;
  }
  const data = sections.find(({ id }) => id === DATA).content;
  const [count, first] = readLeb(data, 0);
  const packed = sections.flatMap(({ id, content }) => {
    if (id === CODE) return [section(DATA_COUNT, Buffer.from(leb(count + 1))), section(id, content)];
    if (id === DATA) content = Buffer.concat([Buffer.from(leb(count + 1)), segment, data.subarray(first)]);
    return [section(id, content)];
  });
  return Buffer.concat([engine.subarray(0, 8), ...packed]);
}

const [engine, script, out] = process.argv.slice(2);
writeFileSync(out, pack(readFileSync(engine), readFileSync(script)));
