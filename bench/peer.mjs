// The V8 side of a comparison: reads a line with the name of a piece of work, does it again and again
// for a time, and answers with the median of one round in nanoseconds, the 99th percentile, the result.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const ROUND_NANOS = 300_000_000n
const MOST_SAMPLES = 200_000

const module = (name) => new WebAssembly.Module(readFileSync(new URL(`guests/${name}.wasm`, import.meta.url)))
const works = {}

const cpu = new WebAssembly.Instance(module('cpu')).exports
for (const [name, argument] of Object.entries(JSON.parse(process.argv[2]))) {
  works[name] = () => cpu[name](argument) >>> 0
}

// A fresh instance for each request, which is how V8 isolates them, with the least of a host.
const hello = module('hello')
const uri = Buffer.from('/hello?name=Ada')
const value = Buffer.from('Ada\0')
works.hello = () => {
  const answer = { headers: [], body: undefined }
  let memory
  const text = (address, length) => Buffer.from(memory.buffer, address, length).latin1Slice()
  const instance = new WebAssembly.Instance(hello, {
    http_handler: {
      get_uri(address, limit) {
        if (uri.length <= limit) new Uint8Array(memory.buffer).set(uri, address)
        return uri.length
      },
      get_header_values(kind, name, length, address, limit) {
        if (text(name, length).toLowerCase() !== 'x-name') return 0n
        if (value.length <= limit) new Uint8Array(memory.buffer).set(value, address)
        return (1n << 32n) | BigInt(value.length)
      },
      set_header_value(kind, name, length, at, size) {
        answer.headers.push([text(name, length), text(at, size)])
      },
      write_body(kind, address, length) {
        answer.body = new Uint8Array(memory.buffer.slice(address, address + length))
      },
    },
  })
  memory = instance.exports.memory
  instance.exports.handle_request()
  return answer.body.length
}

function measured(work) {
  const samples = []
  let result
  const begin = process.hrtime.bigint()
  for (let now = begin; now - begin < ROUND_NANOS && samples.length < MOST_SAMPLES; ) {
    result = work()
    const next = process.hrtime.bigint()
    samples.push(Number(next - now))
    now = next
  }
  samples.sort((a, b) => a - b)
  return `${samples[samples.length >> 1]} ${samples[Math.floor(samples.length * 0.99)]} ${result}`
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(works[line] ? measured(works[line]) : 'none')
}
