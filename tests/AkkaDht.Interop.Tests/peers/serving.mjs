// What the peers answer to application requests: the key/value example of the dht-rpc README, and three commands for tests.

import { createHash } from 'node:crypto'

export const VALUES = 0 // store with a token, look up without
const ECHO = 1 // answers with the value it was sent
const FAIL = 2 // answers with the error code in the first byte of the value
const TOKEN = 3 // answers with one byte saying whether the request carried a valid token

export function hash (value) {
  return createHash('sha256').update(value).digest()
}

export function serve (node) {
  const values = new Map()
  node.on('request', (request) => {
    switch (request.command) {
      case VALUES: return keyValue(values, request)
      case ECHO: return request.reply(request.value)
      case FAIL: return request.error(request.value?.[0] ?? 16)
      case TOKEN: return request.reply(Buffer.from([request.token ? 1 : 0]))
      // Anything else is left without an answer: the requester must live with that.
    }
  })
}

function keyValue (values, request) {
  if (request.token && request.value) {
    values.set(hash(request.value).toString('hex'), request.value)
    return request.reply(null)
  }

  request.reply(request.target ? values.get(request.target.toString('hex')) : null)
}
