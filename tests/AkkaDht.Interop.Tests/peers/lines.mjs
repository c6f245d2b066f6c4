// What goes through the pipe: lines of JSON, with bytes as hex and absent things as null.

export function say (object) {
  process.stdout.write(JSON.stringify(object) + '\n')
}

export function hex (buffer) {
  return buffer ? Buffer.from(buffer).toString('hex') : null
}

export function bytes (text) {
  return text === undefined || text === null ? null : Buffer.from(text, 'hex')
}

export function address ({ host, port }) {
  return { host, port }
}

export function peer ({ id, host, port }) {
  return { id: hex(id), host, port }
}

export function reply (message) {
  return {
    tid: message.tid,
    rtt: message.rtt,
    from: peer(message.from),
    to: address(message.to),
    token: hex(message.token),
    closerNodes: (message.closerNodes ?? []).map(address),
    error: message.error,
    value: hex(message.value)
  }
}

export function state (node) {
  return {
    id: hex(node.id),
    tableId: hex(node.table.id),
    host: node.host,
    port: node.port,
    ephemeral: node.ephemeral,
    firewalled: node.firewalled,
    randomized: node.randomized,
    online: node.online,
    degraded: node.degraded,
    suspended: node.suspended,
    destroyed: node.destroyed,
    bootstrapped: node.bootstrapped,
    nodes: node.nodes.length,
    serverPort: node.io.serverSocket?.address()?.port ?? 0,
    clientPort: node.io.clientSocket?.address()?.port ?? 0
  }
}
