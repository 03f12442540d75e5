// Node's own http server: node plain.js PORT
'use strict'
const { createServer } = require('node:http')
const { answer } = require('./handler.js')

createServer((request, response) => {
  const pieces = []
  request.on('data', (piece) => pieces.push(piece))
  request.on('end', () => {
    const { method, url: uri, headers } = request
    const { status, headers: lines, body } = answer({ method, uri, headers, body: Buffer.concat(pieces) })
    response.writeHead(status, [...lines.flat(), 'content-length', body.length])
    response.end(body)
  })
}).listen(Number(process.argv[2]), '127.0.0.1')
