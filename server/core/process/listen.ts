/** Which addresses a host stands for, and what to change when one cannot be listened on. */
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'

/** What is listened on, with the names of the settings that say so. */
export type Place = {
  readonly port: number
  readonly host: string
  readonly portSetting: string
  readonly hostSetting: string
  /** Added where the port is taken. */
  readonly hint: string
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '')

const explain = (code: string, { port, host, portSetting, hostSetting, hint }: Place): string | undefined => {
  switch (code) {
    case 'EADDRINUSE':
      return `${portSetting}: port ${port} on ${host} is already in use. Stop the program that uses it, or set ${portSetting} to another port. ${hint}`
    case 'EACCES':
      return `${portSetting}: this process may not listen on port ${port}. Ports below 1024 usually need extra privileges; set ${portSetting} to a higher port.`
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
      return `${hostSetting}: ${host} is not an address of this machine. Set ${hostSetting} to one of its addresses, or to 0.0.0.0 for all of them.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${hostSetting}: the host name ${host} cannot be resolved. Set ${hostSetting} to an address or to a name that can.`
    default:
      return undefined
  }
}

/** @throws Error that names the setting to change */
export const listening = async <T>(place: Place, listen: () => Promise<T>): Promise<T> => {
  try {
    return await listen()
  } catch (error) {
    const text = explain(codeOf(error), place)
    throw text ? new Error(text, { cause: error }) : error
  }
}

const addressesOf = async (host: string): Promise<readonly string[]> =>
  isIP(host) ? [host] : [...new Set((await lookup(host, { all: true })).map(({ address }) => address))]

const isMissing = (error: unknown) => ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(codeOf(error))

/**
 * Listens on every address of a host; `localhost` often has two, of which a container may lack one.
 * @throws what the last address failed with if there is none to listen on
 */
export const listenOnAll = async (host: string, listen: (address: string) => Promise<unknown>): Promise<void> => {
  let missing: unknown
  let count = 0
  for (const address of await addressesOf(host))
    try {
      await listen(address)
      count++
    } catch (error) {
      if (!isMissing(error)) throw error
      missing = error
    }
  if (count === 0) throw missing
}
