// A process full of nodes and streams, driven over stdin and stdout with one JSON object a line.
//
//   in:   {"id":1,"do":"ping","node":0,"host":"127.0.0.1","port":49737}
//   out:  {"id":1,"result":{…}}   or   {"id":1,"error":{"code":"REQUEST_TIMEOUT","message":"…"}}
//   out:  {"event":"ready","node":0,"data":{…}}   whenever something happens
//
// Bytes travel as hex. The verbs are in verbs.mjs (nodes), streams.mjs, hyperdht.mjs and hyperconnections.mjs. When
// stdin ends the process ends, so that no peer outlives its test.

import { createInterface } from 'node:readline'
import { hyperConnectionVerbs } from './hyperconnections.mjs'
import { hyperVerbs } from './hyperdht.mjs'
import { say } from './lines.mjs'
import { closeStreams, streamVerbs } from './streams.mjs'
import { destroyAll, verbs as nodeVerbs } from './verbs.mjs'

const verbs = { ...nodeVerbs, ...streamVerbs, ...hyperVerbs, ...hyperConnectionVerbs }

process.on('uncaughtException', (error) => {
  say({ event: 'crash', data: { message: error.stack } })
  process.exit(1)
})

const lines = createInterface({ input: process.stdin })
lines.on('line', obey)
lines.on('close', leave)
say({ event: 'started', data: { pid: process.pid } })

async function obey (line) {
  const { id, do: verb, ...args } = JSON.parse(line)
  try {
    if (!Object.hasOwn(verbs, verb)) throw new Error(`No such verb: ${verb}`)
    say({ id, result: (await verbs[verb](args)) ?? {} })
  } catch (error) {
    say({ id, error: { code: error.code ?? 'ERROR', message: error.message } })
  }
}

// Sockets in the middle of a request would keep the process for seconds; nobody waits for them any more.
async function leave () {
  const lateAfterMillis = 1000
  setTimeout(() => process.exit(0), lateAfterMillis).unref()
  await Promise.all([closeStreams(), destroyAll()])
  process.exit(0)
}
