// Nodes of hyperdht and what they find and store; each verb takes the fields of its line. A hyper node is also a node of dht-rpc, so
// that the verbs of verbs.mjs take its number too. Servers and connections are in hyperconnections.mjs.

import HyperDHT from 'hyperdht'
import HyperDHTAddress from 'hyperdht-address'
import { address, bytes, hex, peer } from './lines.mjs'
import { nodes, started } from './nodes.mjs'

const LOOPBACK = '127.0.0.1'

export const hyperVerbs = {
  // The first nodes of a network, as `createTestnet` makes them: persistent, and sure that nothing stands before them.
  async hyperTestnet ({ count = 3, host = LOOPBACK, ...options }) {
    const born = []
    let bootstrap = []
    while (born.length < count) {
      const node = await hyperNode({ host, bootstrap, ephemeral: false, firewalled: false, ...options })
      if (born.length === 0) bootstrap = [`${host}:${node.serverPort}`]
      born.push(node)
    }

    return { nodes: born }
  },

  async hyperNode ({ count = 1, ...options }) {
    const born = []
    while (born.length < count) born.push(await hyperNode(options))
    return { nodes: born }
  },

  hyperStats ({ node }) {
    const { stats, rawStreams, listening, _connectable, _relayAddressesCache, _socketPool } = nodes[node]
    return {
      punches: stats.punches,
      relaying: stats.relaying,
      socketPool: stats.socketPool,
      routes: _socketPool.routes._routes.size,
      rawStreams: rawStreams.size,
      servers: listening.size,
      connectable: _connectable,
      relayAddresses: _relayAddressesCache.size
    }
  },

  // Keys

  keyPair ({ seed }) {
    return { publicKey: hex(HyperDHT.keyPair(bytes(seed)).publicKey) }
  },

  hyperAddress ({ key, nodes }) {
    return { value: hex(HyperDHTAddress.encode(bytes(key), nodes)) }
  },

  // Topics and peers

  async hyperAnnounce ({ node, topic, seed, relays, ...options }) {
    return walked(nodes[node].announce(bytes(topic), HyperDHT.keyPair(bytes(seed)), relays, options), announcement)
  },

  async hyperUnannounce ({ node, topic, seed }) {
    await nodes[node].unannounce(bytes(topic), HyperDHT.keyPair(bytes(seed)))
  },

  async hyperLookup ({ node, topic }) {
    return walked(nodes[node].lookup(bytes(topic)), announcement)
  },

  async hyperFindPeer ({ node, key }) {
    return walked(nodes[node].findPeer(bytes(key)), ({ peer }) => ({ peers: [record(peer)], bump: 0 }))
  },

  // Values

  async putImmutable ({ node, value }) {
    const { hash, closestNodes } = await nodes[node].immutablePut(bytes(value))
    return { target: hex(hash), nodes: closestNodes.map(peer) }
  },

  async getImmutable ({ node, target }) {
    return { value: hex((await nodes[node].immutableGet(bytes(target)))?.value) }
  },

  // What the storing nodes answer, which the reference's own call does not say, comes back as their error codes.
  async putMutable ({ node, seed, value, seq }) {
    const errors = []
    const dht = Object.create(nodes[node], {
      request: {
        async value (request, ...rest) {
          const reply = await nodes[node].request(request, ...rest)
          errors.push(reply.error)
          return reply
        }
      }
    })
    const { publicKey, closestNodes, signature } = await dht.mutablePut(HyperDHT.keyPair(bytes(seed)), bytes(value), { seq })
    return { publicKey: hex(publicKey), nodes: closestNodes.map(peer), signature: hex(signature), errors }
  },

  async getMutable ({ node, key, seq, latest }) {
    const found = await nodes[node].mutableGet(bytes(key), { seq, latest })
    return { seq: found?.seq ?? null, value: hex(found?.value), signature: hex(found?.signature) }
  }
}

async function hyperNode ({ host = LOOPBACK, seed, ...options }) {
  const node = new HyperDHT({ host, seed: bytes(seed), ...options })
  return { ...(await started(node)), publicKey: hex(node.defaultKeyPair.publicKey) }
}

async function walked (query, found) {
  const replies = []
  for await (const reply of query) replies.push({ from: peer(reply.from), to: address(reply.to), ...found(reply) })
  return { replies, closest: query.closestNodes.map(peer) }
}

function announcement ({ peers, bump }) {
  return { peers: peers.map(record), bump }
}

function record ({ publicKey, relayAddresses }) {
  return { publicKey: hex(publicKey), relays: relayAddresses.map(address) }
}
