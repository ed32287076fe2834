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

type State = {
  readonly open: Map<Socket, Connection>
  readonly servers: Set<Server>
  /** The status with which the server itself ended a connection. */
  readonly cut: WeakMap<Socket, number>
  stopping: boolean
  closing: boolean
  allClosed: () => void
  abandoned: (response: ServerResponse, status: number) => void
}

const endIfIdle = ({ closing }: State, socket: Socket, { waiting, broken }: Connection) => {
  if ((closing || broken) && waiting.length === 0) socket.destroySoon()
}

const add = (state: State, socket: Socket) => {
  void socket.remoteAddress // read once, it is still known when the connection is closed
  state.open.set(socket, { waiting: [], broken: false })
  socket.once('close', () => {
    state.open.delete(socket)
    if (state.open.size === 0) state.allClosed()
  })
}

const begin = (state: State, { socket }: IncomingMessage, response: ServerResponse): boolean => {
  const connection = state.open.get(socket)
  if (!connection) return true
  const isLast = state.stopping || connection.broken
  if (isLast && connection.waiting.length > 0) return false
  if (isLast) announce(response)
  connection.waiting.push(response)
  response.on('close', () => {
    connection.waiting.splice(connection.waiting.indexOf(response), 1)
    // an answer that is whole and still on its way is counted when it arrived
    if (!response.writableFinished && socket.destroyed)
      state.abandoned(response, state.cut.get(socket) ?? CLIENT_CLOSED)
    endIfIdle(state, socket, connection)
  })
  return true
}

const breakOff = ({ open }: State, socket: Socket): readonly ServerResponse[] => {
  const connection = open.get(socket)
  if (!connection) return []
  connection.broken = true
  const waiting = [...connection.waiting]
  announce(waiting.at(-1))
  return waiting
}

const stop = (state: State) => {
  state.stopping = true
  for (const { waiting } of state.open.values()) announce(waiting.at(-1))
}

/** Closes the listener alone: `http.Server.close` would also cut off answers that are being sent, and end Node's timeouts. */
const closeListener = (server: Server) => NetServer.prototype.close.call(server)

const close = async (state: State, withinMs: number, cutOff: Cut) => {
  const { open, servers } = state
  stop(state)
  await untilRead()
  for (const server of servers) closeListener(server)
  await untilRead()
  state.closing = true
  const done = new Promise<void>(resolve => {
    state.allClosed = resolve
  })
  for (const [socket, connection] of open) endIfIdle(state, socket, connection)
  const timer = setTimeout(() => {
    for (const socket of open.keys()) cutOff(socket, breakOff(state, socket))
  }, withinMs)
  if (open.size > 0) await done
  clearTimeout(timer)
}

export const connectionsOf = () => {
  const state: State = {
    open: new Map(),
    servers: new Set(),
    cut: new WeakMap(),
    stopping: false,
    closing: false,
    allClosed: () => {},
    abandoned: () => {},
  }
  return {
    watch(server: Server) {
      state.servers.add(server)
      server.on('connection', socket => add(state, socket))
    },
    /** Call for each request. False: an answer before it closes the connection, so it must not be handled (RFC 9112 §9.6). */
    begin: (request: IncomingMessage, response: ServerResponse) => begin(state, request, response),
    /** Reads nothing more from this connection. Returns the answers under way, after which it closes. */
    breakOff: (socket: Socket) => breakOff(state, socket),
    isBroken: (socket: Socket) => state.open.get(socket)?.broken ?? false,
    /** Remembers that the server itself ended the connection, and with which status. */
    cutWith: (socket: Socket, status: number) => state.cut.set(socket, status),
    /** Calls the listener where a connection closed before an answer was sent: with 499 where the client did it, else with the status that the server gave. */
    onAbandoned(listener: State['abandoned']) {
      state.abandoned = listener
    },
    /** From now on each answer asks the client to close its connection; connections are still accepted. */
    stop: () => stop(state),
    /** Accepts nothing more, answers what was sent, and closes every connection; after `withinMs` those that still wait are cut. */
    close: (withinMs: number, cutOff: Cut) => close(state, withinMs, cutOff),
  }
}

export type Connections = ReturnType<typeof connectionsOf>
