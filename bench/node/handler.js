// The example handler-javascript on Node instead of QuickJS: its script as it is, with a `host` made of
// a Node request. One call is one answer, and nothing of it waits, so one `host` serves all of them.
'use strict'
const { readFileSync } = require('node:fs')
const { runInThisContext } = require('node:vm')

const script = require.resolve('../../examples/handler-javascript/handler.js')
runInThisContext(readFileSync(script, 'utf8'), { filename: script })

/** Takes lower-case names with one value each; gives status, lines of the header, and a Buffer. */
exports.answer = ({ method, uri, headers, body }) => {
  const answer = { status: 200, headers: [], body: Buffer.alloc(0) }
  globalThis.host = {
    method: () => method,
    uri: () => uri,
    headerNames: () => Object.keys(headers),
    headerValues: (name) => (name in headers ? [headers[name]] : []),
    readBody: () => body.buffer.slice(body.byteOffset, body.byteOffset + body.length),
    setStatus: (status) => { answer.status = status },
    setHeader: (name, value) => {
      answer.headers = answer.headers.filter(([other]) => other !== name)
      answer.headers.push([name, value])
    },
    addHeader: (name, value) => { answer.headers.push([name, value]) },
    write: (bytes) => { answer.body = Buffer.concat([answer.body, Buffer.from(bytes)]) },
  }
  globalThis.handleRequest()
  return answer
}
