/** Requests raced around revocations: how many were answered 200 though they were sent after the revocation's own answer had arrived? */
import { BROWSER } from './scenarios.ts'

type Race = { readonly base: string; readonly cookie: string; readonly path: string; readonly requests: number }

const PER_TOKEN = 50

const asJson = async (response: Response): Promise<Record<string, unknown>> => {
  const body: unknown = await response.json()
  return typeof body === 'object' && body !== null ? { ...body } : {}
}

export const raceRevocations = async ({ base, cookie, path, requests }: Race) => {
  const session = { cookie: `portico_session=${cookie}`, ...BROWSER, 'content-type': 'application/json' }
  let [sent, stale, refused] = [0, 0, 0]
  for (let token = 0; token < requests / PER_TOKEN; token++) {
    const created = await asJson(
      await fetch(`${base}/api/v1/auth/token`, {
        method: 'POST',
        headers: session,
        body: JSON.stringify({ name: `raced ${token}` }),
      }),
    )
    let revokedAt = Number.POSITIVE_INFINITY
    const ask = async () => {
      const at = performance.now()
      sent++
      const response = await fetch(base + path, { headers: { authorization: `Bearer ${created.token}` } })
      await response.arrayBuffer()
      if (response.status === 401) refused++
      if (response.status === 200 && at > revokedAt) stale++
    }
    const revoke = async () => {
      const response = await fetch(`${base}/api/v1/auth/token/${created.cid}`, { method: 'DELETE', headers: session })
      if (response.status !== 204) throw new Error(`revoking answered ${response.status}`)
      revokedAt = performance.now()
    }
    const waves = Array.from({ length: 5 }, () => () => Promise.all(Array.from({ length: PER_TOKEN / 5 }, ask)))
    const [one, two, three, four, five] = waves
    await one?.()
    await Promise.all([two?.(), revoke(), three?.()])
    await four?.()
    await five?.()
  }
  return { sent, stale, refused }
}
