/** The open connections of the HTTP servers: which of them are owed an answer, and how each of them ends. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { Server as NetServer, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'

const CLIENT_CLOSED = 499

type Connection = {
  /** Answers under way, in the order of their requests. */
  readonly waiting: ServerResponse[]
  /** Nothing more is read from it: it ends once what was asked before is answered. */
  broken: boolean
}

/** Ends a connection whose time is up; `waiting` are its answers under way. */
export type Cut = (socket: Socket, waiting: readonly ServerResponse[]) => void

/** Rounds of the event loop in which everything that has arrived is accepted, read and given to its handler. */
const ROUNDS = 3

const untilRead = async () => {
  for (let round = 0; round < ROUNDS; round++) await setImmediate()
}

const announce = (response: ServerResponse | undefined) => {
  if (response && !response.headersSent) response.setHeader('connection', 'close')
}

export const connectionsOf = () => {
  const open = new Map<Socket, Connection>()
  const servers = new Set<Server>()
  const cut = new WeakMap<Socket, number>()
  let stopping = false
  let closing = false
  let allClosed = () => {}
  let abandoned: (response: ServerResponse, status: number) => void = () => {}

  const endIfIdle = (socket: Socket, { waiting, broken }: Connection) => {
    if ((closing || broken) && waiting.length === 0) socket.destroySoon()
  }

  const add = (socket: Socket) => {
    void socket.remoteAddress // read once, it is still known when the connection is closed
    open.set(socket, { waiting: [], broken: false })
    socket.once('close', () => {
      open.delete(socket)
      if (open.size === 0) allClosed()
    })
  }

  const watch = (server: Server) => {
    servers.add(server)
    server.on('connection', add)
  }

  /** Call for each request. False: an answer before it closes the connection, so it must not be handled (RFC 9112 §9.6). */
  const begin = ({ socket }: IncomingMessage, response: ServerResponse): boolean => {
    const connection = open.get(socket)
    if (!connection) return true
    const isLast = stopping || connection.broken
    if (isLast && connection.waiting.length > 0) return false
    if (isLast) announce(response)
    connection.waiting.push(response)
    response.on('close', () => {
      connection.waiting.splice(connection.waiting.indexOf(response), 1)
      // an answer that is whole and still on its way is counted when it arrived
      if (!response.writableFinished && socket.destroyed) abandoned(response, cut.get(socket) ?? CLIENT_CLOSED)
      endIfIdle(socket, connection)
    })
    return true
  }

  /** Reads nothing more from this connection. Returns the answers under way, after which it closes. */
  const breakOff = (socket: Socket): readonly ServerResponse[] => {
    const connection = open.get(socket)
    if (!connection) return []
    connection.broken = true
    const waiting = [...connection.waiting]
    announce(waiting.at(-1))
    return waiting
  }

  /** From now on each answer asks the client to close its connection; connections are still accepted. */
  const stop = () => {
    stopping = true
    for (const { waiting } of open.values()) announce(waiting.at(-1))
  }

  /** Closes the listener alone: `http.Server.close` would also cut off answers that are being sent, and end Node's timeouts. */
  const closeListener = (server: Server) => NetServer.prototype.close.call(server)

  /** Accepts nothing more, answers what was sent, and closes every connection; after `withinMs` those that still wait are cut. */
  const close = async (withinMs: number, cutOff: Cut) => {
    stop()
    await untilRead()
    for (const server of servers) closeListener(server)
    await untilRead()
    closing = true
    const done = new Promise<void>(resolve => {
      allClosed = resolve
    })
    for (const [socket, connection] of open) endIfIdle(socket, connection)
    const timer = setTimeout(() => {
      for (const socket of open.keys()) cutOff(socket, breakOff(socket))
    }, withinMs)
    if (open.size > 0) await done
    clearTimeout(timer)
  }

  return {
    watch,
    begin,
    breakOff,
    isBroken: (socket: Socket) => open.get(socket)?.broken ?? false,
    /** Remembers that the server itself ended the connection, and with which status. */
    cutWith: (socket: Socket, status: number) => cut.set(socket, status),
    /** Calls the listener where a connection closed before an answer was sent: with 499 where the client did it, else with the status that the server gave. */
    onAbandoned(listener: (response: ServerResponse, status: number) => void) {
      abandoned = listener
    },
    stop,
    close,
  }
}

export type Connections = ReturnType<typeof connectionsOf>
