/** Lists stored rows that a rule of this version would refuse. */
import type { Config } from '../config.ts'
import { standingOf } from '../core/slices/derived.ts'
import type { Slice } from '../core/slices/slice.ts'
import { findAll } from '../core/standing/checks.ts'
import { fillReadsAs } from '../identity/emails/reads-as.ts'
import { print, tell, withDatabase } from './command.ts'

/** A line for each on stdout: what it is, its identifier, what is wrong. Ends with 1 when there are any. */
export const checkStored = (config: Config, slices: readonly Slice[]) =>
  withDatabase(config, async database => {
    await fillReadsAs(database)
    let found = 0
    for await (const { object, id, reason } of findAll(database, standingOf(slices))) {
      print(`${object}\t${id}\t${reason}`)
      found++
    }
    tell(
      found === 0
        ? 'Every stored row follows the rules of this version.'
        : `${found} stored ${found === 1 ? 'row breaks' : 'rows break'} a rule of this version. ${found === 1 ? 'It stays' : 'They stay'} readable, and you can change ${found === 1 ? 'it' : 'them'}.`,
    )
    if (found > 0) process.exitCode = 1
  })
