// Streams of this process, raw UDX ones and secret streams on top of them; each verb takes the fields of its line.
//
// A stream is known by its number. It counts and hashes what it reads and what it was told to write; of a secret stream, whose
// messages keep their boundaries, each message is hashed behind its length (u32, little-endian).

import { createCipheriv, createHash } from 'node:crypto'
import UDX from 'udx-native'
import SecretStream from '@hyperswarm/secret-stream'
import { bytes, hex, say } from './lines.mjs'

const LOOPBACK = '127.0.0.1'
const udx = new UDX()
const sockets = []
const streams = []

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
      const stream = new Stream(streams.length, { ...options, localId: options.localId + i, remoteId: options.remoteId + i })
      numbers.push(streams.push(stream) - 1)
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

class Stream {
  constructor (number, { localId, remoteId, host, port, socket, firewall, secret, paused, echo, ...rest }) {
    this.number = number
    this.remoteId = remoteId
    this.secret = secret ? secretOptions(secret) : null
    this.raw = udx.createStream(localId, { framed: !!secret, firewall: this.hook(firewall), ...rest })
    this.top = secret ? new SecretStream(secret.initiator, null, { ...this.secret, autoStart: false }) : this.raw
    this.received = new Tally(secret)
    this.sent = new Tally(secret)
    this.datagrams = []
    this.ended = false
    this.closed = false
    this.error = null
    this.waiting = []
    this.draining = []

    this.watch(echo)
    if (paused) this.top.pause()
    if (port) this.connect({ socket, remoteId, host, port })
  }

  connect ({ socket, remoteId, host = LOOPBACK, port }) {
    this.raw.connect(sockets[socket], remoteId, port, host)
    this.start()
  }

  async write ({ messages = 1, size, varied = false, seed = 1 }) {
    const sent = new Tally(this.secret)
    const pattern = createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16))
    const start = performance.now()
    for (let i = 0; i < messages; i++) {
      const message = pattern.update(Buffer.alloc(varied ? 1 + (i % size) : size))
      sent.add(message)
      this.sent.add(message)
      if (!this.top.write(message)) await this.drained()
    }

    return { ...sent.report(), millis: performance.now() - start }
  }

  until ({ messages = 0, bytes = 0, datagrams = 0 }) {
    return new Promise((resolve) => {
      this.waiting.push({
        isMet: () => this.received.messages >= messages && this.received.bytes >= bytes && this.datagrams.length >= datagrams,
        resolve
      })
      this.progress()
    })
  }

  report () {
    const { raw, top } = this
    return {
      received: this.received.report(),
      sent: this.sent.report(),
      datagrams: this.datagrams.map(hex),
      ended: this.ended,
      closed: this.closed,
      error: this.error,
      mtu: raw.mtu,
      rtt: raw.rtt,
      inflight: raw.inflight,
      retransmits: raw.retransmits,
      port: raw.socket?.address().port ?? 0,
      remote: raw.remotePort ? { host: raw.remoteHost, port: raw.remotePort } : null,
      publicKey: hex(top.publicKey),
      remotePublicKey: hex(top.remotePublicKey),
      handshakeHash: hex(top.handshakeHash),
      rawBytesRead: top.rawBytesRead ?? 0,
      rawBytesWritten: top.rawBytesWritten ?? 0
    }
  }

  // The hook of udx-native answers whether to deny. It is asked again whenever a packet comes on another socket.
  hook (firewall) {
    return (socket, port, host) => {
      this.tell('firewall', { host, port })
      if (firewall === 'connect' && !this.raw.connected) {
        this.raw.connect(socket, this.remoteId, port, host)
        this.start()
      }

      return firewall !== 'connect' && firewall !== 'allow'
    }
  }

  // A secret stream writes as soon as it starts, which needs a connected stream underneath.
  start () {
    if (this.secret) this.top.start(this.raw, this.secret)
  }

  watch (echo) {
    const { raw, top } = this
    top.on('connect', () => this.tell('connect'))
    top.on('data', (data) => this.read(data, echo))
    top.on('message', (data) => {
      this.datagrams.push(data)
      this.tell('message', { bytes: hex(data) })
    })
    top.on('drain', () => this.drain())
    top.on('end', () => {
      this.ended = true
      this.tell('end')
      if (echo) top.end()
    })
    top.on('error', ({ code = 'ERROR', message }) => {
      this.error = { code, message }
      this.tell('error', this.error)
    })
    top.on('close', () => {
      this.closed = true
      this.drain()
      this.tell('close', { error: this.error })
    })
    raw.on('remote-changed', () => this.tell('remote-changed'))
  }

  read (data, echo) {
    this.received.add(data)
    if (echo && !this.top.write(data)) {
      this.top.pause()
      this.drained().then(() => this.top.resume())
    }

    this.progress()
  }

  tell (event, data = {}) {
    say({ event, stream: this.number, data })
    this.progress()
  }

  progress () {
    const met = this.waiting.filter(({ isMet }) => isMet())
    this.waiting = this.waiting.filter((waiter) => !met.includes(waiter))
    for (const { resolve } of met) resolve()
  }

  drained () {
    return this.closed ? Promise.resolve() : new Promise((resolve) => this.draining.push(resolve))
  }

  drain () {
    for (const resolve of this.draining.splice(0)) resolve()
  }
}

class Tally {
  constructor (isFramed) {
    this.isFramed = !!isFramed
    this.messages = 0
    this.bytes = 0
    this.hash = createHash('sha256')
  }

  add (message) {
    this.messages++
    this.bytes += message.length
    if (this.isFramed) this.hash.update(length(message))
    this.hash.update(message)
  }

  report () {
    return { messages: this.messages, bytes: this.bytes, sha256: this.hash.copy().digest('hex') }
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

function length (message) {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(message.length)
  return buffer
}
