// The JavaScript side of the stream benchmarks: the same roles, arguments and lines as `AkkaDht.Benchmarks` has for ours.
// Both ends are in this process, and one writes 64 KiB at a time to the other.
//
//   streams.mjs hyperdht  warmup count   a connection of hyperdht in a testnet of this process: warms up with so many MiB, counts so many
//   streams.mjs pair      warmup count   the same with a handshake inside the stream and nothing around it
//   streams.mjs via       warmup count   the same through a proxy: says the port of the end to reach, and waits for a line
//                                        {"port":…} that says which one to reach it by
//   streams.mjs idle      count          so many idle connections on two sockets, until stdin ends
//
// Prints one line of JSON when there is something to measure, or the outcome: {"bytes":…,"millis":…}. Time runs from the first
// write until the last byte has been read.

import { createInterface } from 'node:readline'
import { once } from 'node:events'
import UDX from 'udx-native'
import SecretStream from '@hyperswarm/secret-stream'
import DHT from 'hyperdht'
import createTestnet from 'hyperdht/testnet.js'

const HOST = '127.0.0.1'
const MIB = 1024 * 1024
const CHUNK = Buffer.alloc(64 * 1024, 7)
const roles = { hyperdht, pair, via, idle }
const [role, ...numbers] = process.argv.slice(2)

const lines = createInterface({ input: process.stdin })
lines.on('close', () => process.exit(0))
say(await roles[role](...numbers.map(Number)))

async function hyperdht (warmup, count) {
  const testnet = await createTestnet(3, { host: HOST })
  const server = new DHT({ bootstrap: testnet.bootstrap, host: HOST }).createServer()
  const keyPair = DHT.keyPair()
  await server.listen(keyPair)
  const client = new DHT({ bootstrap: testnet.bootstrap, host: HOST }).connect(keyPair.publicKey)
  const [reader] = await once(server, 'connection')
  await client.opened
  return transferred(client, reader, warmup, count)
}

async function pair (warmup, count) {
  const [from, to] = [bound(), bound()]
  const reader = accept(to, 2, 1)
  return transferred(connect(from, 1, 2, to.address().port), reader, warmup, count)
}

async function via (warmup, count) {
  const [from, to] = [bound(), bound()]
  const reader = accept(to, 2, 1)
  say({ port: to.address().port })
  const { port } = JSON.parse((await once(lines, 'line'))[0])
  return transferred(connect(from, 1, 2, port), reader, warmup, count)
}

async function idle (count) {
  const [from, to] = [bound(), bound()]
  for (let id = 1; id <= count; id++) {
    const reader = accept(to, 2 * id, 2 * id + 1)
    const writer = connect(from, 2 * id + 1, 2 * id, to.address().port)
    await Promise.all([reader.opened, writer.opened])
  }

  global.gc?.()
  return { connections: count }
}

async function transferred (writer, reader, warmup, count) {
  if (warmup > 0) await transfer(writer, reader, warmup * MIB)
  return transfer(writer, reader, count * MIB)
}

async function transfer (writer, reader, bytes) {
  const start = performance.now()
  const done = read(reader, bytes)
  for (let written = 0; written < bytes; written += CHUNK.length) {
    if (!writer.write(CHUNK)) await once(writer, 'drain')
  }

  await done
  return { bytes, millis: performance.now() - start }
}

function read (reader, bytes) {
  return new Promise((resolve) => {
    const take = (data) => {
      bytes -= data.length
      if (bytes > 0) return
      reader.off('data', take)
      resolve()
    }

    reader.on('data', take)
  })
}

function bound () {
  const socket = new UDX().createSocket()
  socket.bind(0, HOST)
  return socket
}

function connect (socket, id, remoteId, port) {
  const raw = socket.udx.createStream(id, { framed: true })
  raw.connect(socket, remoteId, port, HOST)
  return new SecretStream(true, raw)
}

function accept (socket, id, remoteId) {
  const stream = new SecretStream(false, null, { autoStart: false })
  const raw = socket.udx.createStream(id, {
    framed: true,
    firewall (socket, port, host) {
      raw.connect(socket, remoteId, port, host)
      stream.start(raw)
      return false
    }
  })
  return stream
}

function say (object) {
  console.log(JSON.stringify(object))
}
