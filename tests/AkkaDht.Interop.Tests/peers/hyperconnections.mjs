// Servers of hyperdht, connections by public key and blind relays; each verb takes the fields of its line. A connection is a stream
// like any other, so that the verbs of streams.mjs take its number.

import { Server as BlindRelay } from 'blind-relay'
import HyperDHT from 'hyperdht'
import { address, bytes, hex, say } from './lines.mjs'
import { nodes } from './nodes.mjs'
import { Stream } from './stream.mjs'

const servers = []
const relays = []
const pools = []

export const hyperConnectionVerbs = {
  // Listens for those whom `allow` names, or for all. With `punches` false it never punches; with `mayPunch` false it refuses when
  // asked. A `firewall` of `throw` is a hook that fails.
  async hyperListen ({ node, seed, allow, firewall, punches, mayPunch, relayThrough, pool, echo, paused, ...options }) {
    const number = servers.length
    const server = nodes[node].createServer({
      ...options,
      relayThrough: bytes(relayThrough),
      pool: pools[pool],
      holepunch: punches === false ? false : () => mayPunch !== false,
      firewall (key, _payload, from) {
        const isRefused = !!allow && !allow.includes(hex(key))
        say({ event: 'handshake', server: number, data: { publicKey: hex(key), from: address(from), isRefused } })
        if (firewall === 'throw') throw new Error('The hook fails')
        return isRefused
      }
    })
    servers.push(server)
    server.on('connection', (connection) => accept(number, connection, { echo, paused }))
    await server.listen(seed ? HyperDHT.keyPair(bytes(seed)) : undefined)
    return { server: number, publicKey: hex(server.publicKey), relays: server.relayAddresses.map(address) }
  },

  hyperServer ({ server }) {
    const { _announcer, _connects, _holepunches } = servers[server]
    return {
      relays: (_announcer?.relays ?? []).map(({ relayAddress, peerAddress }) => ({ relay: address(relayAddress), peer: address(peerAddress) })),
      handshakes: _connects.size,
      holepunches: _holepunches.filter((handshake) => handshake !== null).length
    }
  },

  hyperServerRefresh ({ server }) {
    servers[server].refresh()
  },

  async hyperServerClose ({ server }) {
    await servers[server].close()
  },

  // Answers as soon as the attempt has begun; the stream's events say what comes of it. With `mayPunch` false the client refuses to
  // punch when the probing is done.
  hyperConnect ({ node, key, seed, relayThrough, mayPunch, pool, echo, paused, ...options }) {
    const connection = nodes[node].connect(bytes(key), {
      ...options,
      keyPair: seed ? HyperDHT.keyPair(bytes(seed)) : undefined,
      relayThrough: bytes(relayThrough),
      pool: pools[pool],
      holepunch: mayPunch === false ? () => false : undefined
    })
    return { stream: new Connection(connection, { echo, paused }).number }
  },

  hyperPool ({ node }) {
    return { pool: pools.push(nodes[node].pool()) - 1 }
  },

  // Being a relay: a server whose every connection may ask for pairings.
  async hyperRelay ({ node, seed }) {
    const number = relays.length
    const relay = new BlindRelay({ createStream: (options) => nodes[node].createRawStream({ ...options, framed: true }) })
    relays.push(relay)
    const server = nodes[node].createServer({ shareLocalAddress: true }, (connection) => {
      connection.on('error', () => {})
      const session = relay.accept(connection, { id: connection.remotePublicKey })
      session.on('error', ({ message }) => say({ event: 'relay-error', relay: number, data: { message } }))
      session.on('pair', (isInitiator, token, stream) => {
        say({ event: 'pair', relay: number, data: { isInitiator, token: hex(token), stream: stream.id, publicKey: hex(connection.remotePublicKey) } })
      })
    })
    servers.push(server)
    await server.listen(seed ? HyperDHT.keyPair(bytes(seed)) : undefined)
    return { relay: number, server: servers.length - 1, publicKey: hex(server.publicKey) }
  },

  hyperRelayStats ({ relay }) {
    const { sessions, pairings, streams } = relays[relay].stats
    return { sessions, pairings, streams }
  }
}

class Connection extends Stream {
  constructor (top, options) {
    super(top, options)
    top.on('connect', () => top.rawStream.on('remote-changed', () => this.tell('remote-changed')))
  }

  // Whom the other end says to be.
  get remoteKey () {
    return hex(this.top.remotePublicKey)
  }
}

function accept (server, connection, options) {
  const stream = new Connection(connection, options)
  say({ event: 'connection', server, data: { stream: stream.number, publicKey: stream.remoteKey } })
}
