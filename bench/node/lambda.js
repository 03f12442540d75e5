// The function for Amazon's client, with payload format 2.0: aws-lambda-ric lambda.handler
'use strict'
const { answer } = require('./handler.js')

exports.handler = async (event) => {
  const { status, headers, body } = answer({
    method: event.requestContext.http.method,
    uri: event.rawPath + (event.rawQueryString ? '?' + event.rawQueryString : ''),
    headers: event.headers,
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  })
  return {
    statusCode: status,
    headers: Object.fromEntries(headers),
    body: body.toString('base64'),
    isBase64Encoded: true,
  }
}
