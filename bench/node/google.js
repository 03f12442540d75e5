// The function for Google's framework: functions-framework --target=handler --port=PORT
'use strict'
const { http } = require('@google-cloud/functions-framework')
const { answer } = require('./handler.js')

http('handler', (request, response) => {
  const { method, originalUrl: uri, headers, rawBody } = request
  const { status, headers: lines, body } = answer({ method, uri, headers, body: rawBody ?? Buffer.alloc(0) })
  response.status(status)
  for (const [name, value] of lines) response.append(name, value)
  response.end(body)
})
