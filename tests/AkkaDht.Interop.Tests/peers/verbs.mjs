// Everything a test can ask of this process; each verb takes the fields of its line and returns the result.

import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import DHT from 'dht-rpc'
import { address, bytes, hex, peer, reply, say, state } from './lines.mjs'
import { nodes, started, watchRequests } from './nodes.mjs'
import { hash, serve, VALUES } from './serving.mjs'

const LOOPBACK = '127.0.0.1'
let rawSocket = null

export const verbs = {
  // Lifetimes

  async bootstrapper ({ port, host = LOOPBACK, serving = true, ...options }) {
    return observed(DHT.bootstrapper(port || (await freePort()), host, { host, ...options }), serving)
  },

  async node ({ count = 1, serving = true, host = LOOPBACK, ...options }) {
    const born = []
    for (let i = 0; i < count; i++) born.push(await observed(new DHT({ host, ...options }), serving))
    return { nodes: born }
  },

  async suspend ({ node }) {
    await nodes[node].suspend()
  },

  async resume ({ node }) {
    await nodes[node].resume()
  },

  async destroy ({ node }) {
    await nodes[node].destroy()
  },

  // Requests

  async ping ({ node, host, port, size, ttl }) {
    return reply(await nodes[node].ping({ host, port }, { size, ttl }))
  },

  async delayedPing ({ node, host, port, delay }) {
    const start = performance.now()
    const answer = reply(await nodes[node].delayedPing({ host, port }, delay))
    return { ...answer, elapsed: performance.now() - start }
  },

  async request ({ node, host, port, command, target, value, token, retry }) {
    const request = { command, target: bytes(target), value: bytes(value), token: bytes(token) }
    return reply(await nodes[node].request(request, { host, port }, { retry }))
  },

  async pingNat ({ node, host, port, replyPort }) {
    const value = Buffer.alloc(2)
    value.writeUInt16LE(replyPort)
    return reply(await internal(nodes[node], { host, port }, 1, value))
  },

  async downHint ({ node, host, port, down }) {
    return reply(await internal(nodes[node], { host, port }, 3, wire(down)))
  },

  // Queries

  async findNode ({ node, target, ...options }) {
    return walked(nodes[node].findNode(bytes(target), options))
  },

  async query ({ node, target, command, value, ...options }) {
    return walked(nodes[node].query({ target: bytes(target), command, value: bytes(value) }, options))
  },

  async put ({ node, value }) {
    const target = hash(bytes(value))
    const query = nodes[node].query({ target, command: VALUES, value: bytes(value) }, { commit: true })
    await query.finished()
    return { target: hex(target), nodes: query.closestNodes.map(peer) }
  },

  async get ({ node, target }) {
    for await (const { value } of nodes[node].query({ target: bytes(target), command: VALUES })) {
      if (value && hash(value).toString('hex') === target) return { value: hex(value) }
    }

    return { value: null }
  },

  // The table and the node's view of itself

  toArray ({ node, limit }) {
    return { nodes: nodes[node].toArray(limit === undefined ? undefined : { limit }) }
  },

  addNode ({ node, host, port }) {
    nodes[node].addNode({ host, port })
  },

  refresh ({ node }) {
    nodes[node].refresh()
  },

  // Lets the node live through so many ticks of five seconds at once.
  tick ({ node, count = 1 }) {
    for (let i = 0; i < count; i++) nodes[node]._ontick()
  },

  state ({ node }) {
    return state(nodes[node])
  },

  stats ({ node }) {
    return nodes[node].stats
  },

  rttStats ({ node }) {
    return nodes[node].rttStats()
  },

  // Raw datagrams, for bytes that no well-behaved node would send

  async send ({ host = LOOPBACK, port, data }) {
    const socket = await raw()
    for (const datagram of [data].flat()) socket.send(Buffer.from(datagram, 'hex'), port, host)
    return address({ host: LOOPBACK, port: socket.address().port })
  }
}

export async function destroyAll () {
  rawSocket?.close()
  await Promise.allSettled(nodes.map((node) => node.destroy({ force: true })))
}

function observed (node, serving) {
  if (serving) serve(node)
  watchRequests(node)
  return started(node)
}

async function walked (query) {
  const replies = []
  for await (const message of query) replies.push(reply(message))
  return { replies, closest: query.closestNodes.map(peer), successes: query.successes, errors: query.errors }
}

function internal (node, to, command, value) {
  return new Promise((resolve, reject) => {
    node._request({ id: null, ...to }, false, true, command, null, value, null, resolve, reject)
  })
}

function wire ({ host, port }) {
  const buffer = Buffer.from([...host.split('.').map(Number), 0, 0])
  buffer.writeUInt16LE(port, 4)
  return buffer
}

async function raw () {
  if (rawSocket === null) {
    rawSocket = createSocket('udp4')
    rawSocket.bind(0, LOOPBACK)
    await once(rawSocket, 'listening')
    rawSocket.on('message', (data, { address: host, port }) => say({ event: 'datagram', data: { bytes: hex(data), host, port } }))
  }

  return rawSocket
}

// A bootstrapper must know its port before it binds.
async function freePort () {
  const socket = createSocket('udp4')
  socket.bind(0, LOOPBACK)
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}
