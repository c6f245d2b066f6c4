// A stream of this process, whatever it came from. It is known by its number; it counts and hashes what it reads and what it was
// told to write; of a secret stream, whose messages keep their boundaries, each message is hashed behind its length (u32,
// little-endian).

import { createCipheriv, createHash } from 'node:crypto'
import { hex, say } from './lines.mjs'

export const streams = []

export class Stream {
  constructor (top, { isFramed = true, paused, echo } = {}) {
    this.number = streams.push(this) - 1
    this.top = top
    this.isFramed = isFramed
    this.received = new Tally(isFramed)
    this.sent = new Tally(isFramed)
    this.datagrams = []
    this.ended = false
    this.closed = false
    this.error = null
    this.waiting = []
    this.draining = []

    this.watch(echo)
    if (paused) this.top.pause()
  }

  // What carries a secret stream, once there is something.
  get raw () {
    return this.top.rawStream
  }

  async write ({ messages = 1, size, varied = false, seed = 1 }) {
    const sent = new Tally(this.isFramed)
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
      mtu: raw?.mtu ?? 0,
      rtt: raw?.rtt ?? 0,
      inflight: raw?.inflight ?? 0,
      retransmits: raw?.retransmits ?? 0,
      port: raw?.socket?.address().port ?? 0,
      remote: raw?.remotePort ? { host: raw.remoteHost, port: raw.remotePort } : null,
      publicKey: hex(top.publicKey),
      remotePublicKey: hex(top.remotePublicKey),
      handshakeHash: hex(top.handshakeHash),
      rawBytesRead: top.rawBytesRead ?? 0,
      rawBytesWritten: top.rawBytesWritten ?? 0
    }
  }

  watch (echo) {
    const { top } = this
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
    this.isFramed = isFramed
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

function length (message) {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(message.length)
  return buffer
}
