// What a test can ask of streams, and the making of raw UDX ones and secret streams on top of them; each verb takes the fields of
// its line.

import UDX from 'udx-native'
import SecretStream from '@hyperswarm/secret-stream'
import { bytes } from './lines.mjs'
import { Stream, streams } from './stream.mjs'

const LOOPBACK = '127.0.0.1'
const udx = new UDX()
const sockets = []

export const streamVerbs = {
  // Making

  udxSocket ({ host = LOOPBACK, port = 0 }) {
    const socket = udx.createSocket()
    socket.bind(port, host)
    return { socket: sockets.push(socket) - 1, port: socket.address().port }
  },

  // So many streams with consecutive ids on both sides. Without a port each waits for the first packet, which the firewall
  // hook may answer by connecting (`connect`), by letting it in (`allow`) or not at all (`deny`).
  udxStreams ({ count = 1, ...options }) {
    const numbers = []
    for (let i = 0; i < count; i++) {
      numbers.push(new UdxStream({ ...options, localId: options.localId + i, remoteId: options.remoteId + i }).number)
    }

    return { streams: numbers }
  },

  udxConnect ({ stream, ...remote }) {
    streams[stream].connect(remote)
  },

  // Writing

  async streamWrite ({ stream, ...what }) {
    return streams[stream].write(what)
  },

  async streamFlush ({ stream }) {
    return { flushed: await streams[stream].top.flush() }
  },

  async streamSend ({ stream, data }) {
    for (const datagram of data) await streams[stream].top.send(bytes(datagram))
  },

  streamEnd ({ stream }) {
    streams[stream].top.end()
  },

  streamDestroy ({ stream }) {
    streams[stream].top.destroy()
  },

  // Reading

  streamPause ({ stream }) {
    streams[stream].top.pause()
  },

  streamResume ({ stream }) {
    streams[stream].top.resume()
  },

  // Answers when so many messages (of a raw stream: chunks), bytes and datagrams have been read.
  async streamUntil ({ stream, ...amounts }) {
    await streams[stream].until(amounts)
    return streams[stream].report()
  },

  streamReport ({ stream }) {
    return streams[stream].report()
  },

  // While it runs

  streamKeepAlive ({ stream, millis }) {
    streams[stream].top.setKeepAlive(millis)
  },

  streamTimeout ({ stream, millis }) {
    streams[stream].top.setTimeout(millis)
  },

  udxKeepAlive ({ stream, millis }) {
    streams[stream].raw.setKeepalive(millis)
  },

  async udxChangeRemote ({ stream, socket, remoteId, host = LOOPBACK, port }) {
    await streams[stream].raw.changeRemote(sockets[socket], remoteId, port, host)
  }
}

export async function closeStreams () {
  for (const { top } of streams) top.destroy()
  await Promise.allSettled(sockets.map((socket) => socket.close()))
}

class UdxStream extends Stream {
  constructor ({ localId, remoteId, host, port, socket, firewall, secret, paused, echo, ...rest }) {
    const knocked = (...from) => this.knocked(firewall, ...from)
    const raw = udx.createStream(localId, { framed: !!secret, firewall: knocked, ...rest })
    const options = secret ? secretOptions(secret) : null
    super(secret ? new SecretStream(secret.initiator, null, { ...options, autoStart: false }) : raw, { isFramed: !!secret, paused, echo })

    this.udx = raw
    this.remoteId = remoteId
    this.secret = options
    raw.on('remote-changed', () => this.tell('remote-changed'))
    if (port) this.connect({ socket, remoteId, host, port })
  }

  get raw () {
    return this.udx
  }

  connect ({ socket, remoteId, host = LOOPBACK, port }) {
    this.raw.connect(sockets[socket], remoteId, port, host)
    this.start()
  }

  // The hook of udx-native answers whether to deny. It is asked again whenever a packet comes on another socket.
  knocked (firewall, socket, port, host) {
    this.tell('firewall', { host, port })
    if (firewall === 'connect' && !this.raw.connected) {
      this.raw.connect(socket, this.remoteId, port, host)
      this.start()
    }

    return firewall !== 'connect' && firewall !== 'allow'
  }

  // A secret stream writes as soon as it starts, which needs a connected stream underneath.
  start () {
    if (this.secret) this.top.start(this.raw, this.secret)
  }
}

// Either a key pair and a pattern for a handshake inside the stream, or the outcome of one that went before.
function secretOptions ({ seed, pattern, remotePublicKey, keepAlive, handshake }) {
  const keyPair = SecretStream.keyPair(bytes(seed))
  if (!handshake) return { keyPair, pattern, keepAlive, remotePublicKey: bytes(remotePublicKey) }

  const { tx, rx, hash } = handshake
  const { publicKey } = keyPair
  return { keepAlive, handshake: { tx: bytes(tx), rx: bytes(rx), hash: bytes(hash), publicKey, remotePublicKey: bytes(remotePublicKey) } }
}
