// The JavaScript side of the hyperdht benchmarks: the same roles, arguments and lines as `AkkaDht.Benchmarks` has for ours.
// Everything is in this process, on loopback.
//
//   hyperdht.mjs connects nodes count   in a network of so many nodes, connects so many times to a server known by then, one after
//                                       the other, each closed before the next
//   hyperdht.mjs punches  nodes count   the same where nothing but a hole punch can bring it about
//   hyperdht.mjs topics   nodes count   so many announcements, then so many lookups of what was announced, by all nodes in turn
//
// Prints one line of JSON: the microseconds of each.

import { createHash } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import HyperDHT from 'hyperdht'

const HOST = '127.0.0.1'
const STRIDE = 7919
const roles = { connects, punches, topics }
const [role, ...numbers] = process.argv.slice(2)

process.stdin.on('end', () => process.exit(0)).resume()
console.log(JSON.stringify(await roles[role](...numbers.map(Number))))

function connects (nodes, count) {
  return connected(nodes, count, {}, {}, {})
}

// The nodes take themselves to be behind a NAT and say nothing of the local network.
function punches (nodes, count) {
  return connected(nodes, count, { quickFirewall: false }, { shareLocalAddress: false }, { localConnection: false })
}

async function connected (nodes, count, nodeOptions, listenOptions, connectOptions) {
  const bootstrap = bootstrapOf(await network(nodes))
  const [to, from] = [await born({ bootstrap, ephemeral: true, ...nodeOptions }), await born({ bootstrap, ephemeral: true, ...nodeOptions })]
  const server = to.createServer(listenOptions, (connection) => connection.on('end', () => connection.end()))
  await server.listen()

  const micros = []
  while (micros.length < count) {
    const start = performance.now()
    const connection = from.connect(server.publicKey, connectOptions)
    await once(connection, 'open')
    micros.push((performance.now() - start) * 1000)
    connection.end()
    await once(connection.resume(), 'close')
  }

  return { micros }
}

async function topics (count, repetitions) {
  const nodes = await network(count)
  const keyPair = HyperDHT.keyPair()
  const announced = await timed(repetitions, (topic, i) => nodes[(i * STRIDE) % count].announce(topic, keyPair, []).finished())
  const lookedUp = await timed(repetitions, (topic, i) => nodes[(i * STRIDE + 1) % count].lookup(topic).finished())
  return { announced, lookedUp }
}

async function timed (repetitions, act) {
  const micros = []
  while (micros.length < repetitions) {
    const topic = createHash('sha256').update(`target ${micros.length}`).digest()
    const start = performance.now()
    await act(topic, micros.length)
    micros.push((performance.now() - start) * 1000)
  }

  return micros
}

async function network (count) {
  const first = HyperDHT.bootstrapper(await freePort(), HOST, { host: HOST })
  await first.fullyBootstrapped()
  const nodes = [first]
  while (nodes.length < count) nodes.push(await born({ bootstrap: bootstrapOf(nodes), ephemeral: false }))
  return nodes
}

async function born (options) {
  const node = new HyperDHT({ host: HOST, ...options })
  await node.fullyBootstrapped()
  return node
}

function bootstrapOf ([first]) {
  return [{ host: HOST, port: first.port }]
}

async function freePort () {
  const socket = createSocket('udp4').bind(0, HOST)
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}
