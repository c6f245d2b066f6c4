// The nodes of this process, of dht-rpc or hyperdht, known by their numbers.

import { hex, peer, say, state } from './lines.mjs'

export const nodes = []

// Answers when the node is bootstrapped, and tells from now on what happens to it.
export async function started (node) {
  const index = nodes.push(node) - 1
  watch(node, index)
  await node.fullyBootstrapped()
  return { node: index, ...state(node) }
}

// An observer must not count as a handler: a node without one answers UNKNOWN_COMMAND by itself.
export function watchRequests (node) {
  const handle = node.onrequest.bind(node)
  node.onrequest = (request) => {
    const { command, from, target, token, value } = request
    say({ event: 'request', node: nodes.indexOf(node), data: { command, from: peer(from), target: hex(target), token: token !== null, value: hex(value) } })
    return handle(request)
  }
}

function watch (node, index) {
  const tell = (event, data) => say({ event, node: index, data })
  for (const event of ['listening', 'ready', 'persistent', 'ephemeral', 'wakeup', 'suspend', 'resume', 'close', 'network-update']) {
    node.on(event, () => tell(event, state(node)))
  }

  node.on('nat-update', (host, port) => tell('nat-update', { host, port }))
  node.on('add-node', (other) => tell('add-node', peer(other)))
  node.on('remove-node', (other) => tell('remove-node', peer(other)))
}
