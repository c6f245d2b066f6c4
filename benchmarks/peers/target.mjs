// The JavaScript side of the end-to-end benchmarks: the same roles, arguments and lines as `AkkaDht.Benchmarks target`.
//
//   target.mjs reply    addresses     one persistent node that knows so many addresses; runs until stdin ends
//   target.mjs lookups  nodes count   a network in this process, then so many lookups one after the other
//   target.mjs memory   nodes         a network in this process that idles until stdin ends
//
// Prints one line of JSON when there is something to measure.

import { createHash } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import DHT from 'dht-rpc'

const HOST = '127.0.0.1'
const roles = { reply, lookups, memory }
const [role, ...numbers] = process.argv.slice(2)

process.stdin.on('end', () => process.exit(0)).resume()
console.log(JSON.stringify(await roles[role](...numbers.map(Number))))

async function reply (addresses) {
  const node = await bootstrapper()
  for (let i = 0; i < addresses; i++) node.addNode(syntheticAddress(i))
  return { port: node.port, known: node.table.size }
}

async function lookups (count, repetitions) {
  const nodes = await network(count)
  const micros = []
  for (let i = 0; i < repetitions; i++) {
    const target = createHash('sha256').update(`target ${i}`).digest()
    const start = performance.now()
    await nodes[(i * 7919) % count].findNode(target).finished()
    micros.push((performance.now() - start) * 1000)
  }

  return { micros }
}

async function memory (count) {
  const nodes = await network(count)
  global.gc()
  return { nodes: nodes.length, known: nodes.reduce((sum, node) => sum + node.table.size, 0) / count }
}

async function network (count) {
  const nodes = [await bootstrapper()]
  while (nodes.length < count) {
    const node = new DHT({ host: HOST, ephemeral: false, bootstrap: [{ host: HOST, port: nodes[0].port }] })
    await node.fullyBootstrapped()
    nodes.push(node)
  }

  return nodes
}

async function bootstrapper () {
  const node = DHT.bootstrapper(await freePort(), HOST, { host: HOST })
  await node.fullyBootstrapped()
  return node
}

// Loopback addresses where nobody answers: whatever is sent there stays on this machine.
function syntheticAddress (i) {
  return { host: `127.${1 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`, port: 10000 }
}

async function freePort () {
  const socket = createSocket('udp4').bind(0, HOST)
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}
