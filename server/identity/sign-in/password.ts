/** Passwords: how they are hashed and verified. The rules for good ones are in `password-rules.ts`. */
import { unavailable } from '../../core/problems/problems.ts'

/** OWASP's first choice for argon2id (Password Storage Cheat Sheet, 2025): 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const MOST_AT_ONCE = 4
const MOST_WAITING = 200

/** No password has this hash: verifying against it takes as long as against a real one. */
const NOBODYS_HASH = '$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlzIQ$cG9ydGljbyB2ZXJpZmllcyBzdHJhbmdlcnMgdG9vISE'

let running = 0
const waiting: (() => void)[] = []

/** Each hash takes 19 MiB and a thread of the pool: at most four at once in this process, the others in a bounded queue. */
const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  if (running < MOST_AT_ONCE) running++
  else {
    if (waiting.length >= MOST_WAITING)
      throw unavailable('Too many people are signing in right now. Try again in a few seconds.')
    await new Promise<void>(resolve => waiting.push(resolve))
  }
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

const argon2 = () => import('@node-rs/argon2')

/** The same password typed on two keyboards can differ in bytes: NFKC makes them one (NIST SP 800-63B, 3.1.1.2). */
const normalized = (password: string) => password.normalize('NFKC')

export const hashPassword = async (password: string): Promise<string> => {
  const { hash } = await argon2()
  return inTurn(() => hash(normalized(password), COST))
}

/** Whether it is the password; costs the same when there is none. */
export const verifyPassword = async (stored: string | null | undefined, password: string): Promise<boolean> => {
  const { verify } = await argon2()
  const real = stored?.startsWith('$argon2id$') ? stored : undefined
  const matches = await inTurn(() => verify(real ?? NOBODYS_HASH, normalized(password)))
  return matches && real !== undefined
}
