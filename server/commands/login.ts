/** `portico login URL`: the device flow from the client's side. It opens no database; it is a client like any other. */
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type * as T from 'typebox'
import { Check } from 'typebox/value'
import { collectDevice, DeviceToken, StartedDevice, startDevice } from '../../contract/identity/device.ts'
import { originFrom } from './client/send.ts'
import { CommandError, tell } from './command.ts'
import { configFile, writeSection } from './cortex-config.ts'

const TIMEOUT_MS = 15_000
const SLOW_DOWN_SECONDS = 5

const post = async (url: string, body: object): Promise<{ status: number; body: unknown }> => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return { status: response.status, body: await response.json().catch(() => undefined) }
  } catch {
    throw new CommandError(`${new URL(url).origin} can't be reached.`)
  }
}

const textIn = (body: unknown, name: string): string | undefined => {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
  return typeof value === 'string' ? value : undefined
}

/** @throws CommandError in the server's words */
const expected = <S extends T.TSchema>(schema: S, { status, body }: { status: number; body: unknown }): T.Static<S> => {
  if (status === 200 && Check(schema, body)) return body
  throw new CommandError(
    textIn(body, 'details') ?? `The server answered ${status}, and the response isn't from Portico. Check the address.`,
  )
}

const ENDS: Readonly<Record<string, string>> = {
  access_denied: 'The request was denied in the browser.',
  expired_token: 'The code has expired. Start again.',
}

const untilAnswered = async (origin: string, device_code: string, interval: number) => {
  const grant_type = 'urn:ietf:params:oauth:grant-type:device_code'
  for (let seconds = interval; ; ) {
    await sleep(seconds * 1000)
    const answer = await post(origin + collectDevice.path, { device_code, grant_type })
    const error = textIn(answer.body, 'error')
    if (error === 'slow_down') seconds += SLOW_DOWN_SECONDS
    else if (error !== 'authorization_pending') {
      if (error && ENDS[error]) throw new CommandError(textIn(answer.body, 'error_description') ?? ENDS[error])
      return expected(DeviceToken, answer)
    }
  }
}

/** Stores the token under `[section]` of ~/.cortex/config; it is never printed. */
export const login = async (address: string | undefined, section = 'default') => {
  if (!/^[\w.-]{1,64}$/.test(section))
    throw new CommandError('--workspace can contain only letters, digits, dots, hyphens and underscores.')
  const origin = originFrom(address ?? '', 'portico login https://portico.example.com')
  const client = `portico on ${hostname()}`.slice(0, 80)
  const begun = expected(StartedDevice, await post(origin + startDevice.path, { client }))
  tell(
    `Open ${origin}/device in your browser and enter this code:\n\n    ${begun.user_code}\n\nIt is valid for ${begun.expires_in / 60} minutes. Waiting …`,
  )
  const { access_token, name, expiration_date } = await untilAnswered(origin, begun.device_code, begun.interval)
  const file = configFile()
  writeSection(file, section, { api_key: access_token, base_url: origin })
  tell(
    `Signed in. The token “${name}” works until ${expiration_date ?? 'you revoke it'}. It is stored in ${file} under [${section}].`,
  )
}
