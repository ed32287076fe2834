import { text } from 'node:stream/consumers'
import * as T from 'typebox'
import { DEFAULT_ROLES, isDefaultRole } from '../../contract/core/permissions.ts'
import { Email, Name } from '../../contract/core/schemas.ts'
import type { Config } from '../config.ts'
import type { Db } from '../core/db/database.ts'
import { check } from '../core/http/check.ts'
import { newEmail } from '../identity/emails/new-email.ts'
import { createLink, linkUrl } from '../identity/links/links.ts'
import { hashPassword } from '../identity/sign-in/password.ts'
import { checkNewPassword } from '../identity/sign-in/password-rules.ts'
import { createUser as insertPerson } from '../identity/users/users.ts'
import { auditCommand, CommandError, personByEmail, print, required, tell, withDatabase } from './command.ts'

type Asked = { email?: string | undefined; name?: string | undefined; role?: string | undefined }

const emailFrom = (asked: Asked) => {
  const email = required(asked.email, 'email')
  check(T.Object({ email: Email }), { email }, 'command')
  return email
}

const nameFrom = (asked: Asked) => {
  const name = required(asked.name, 'name')
  check(T.Object({ name: Name }), { name }, 'command')
  return name
}

/** A default role by its id in any case, or a custom role by its tag. @throws CommandError */
const roleFrom = async (db: Db, asked: string): Promise<string> => {
  if (isDefaultRole(asked.toUpperCase())) return asked.toUpperCase()
  const row = await db.selectFrom('roles').select('id').where('tag', '=', asked).executeTakeFirst()
  if (!row) throw new CommandError(`No role is named ${asked}. The default roles are ${DEFAULT_ROLES.join(', ')}.`)
  return row.id
}

const passwordFromInput = async (owner: { email: string; name: string }) => {
  const password = (await text(process.stdin)).replace(/\r?\n$/, '')
  await checkNewPassword(password, owner)
  return hashPassword(password)
}

/** Without a password, the person joins with an invitation link, printed on stdout. */
export const createUser = (config: Config, asked: Asked, withPassword: boolean) =>
  withDatabase(config, async database => {
    const now = Date.now()
    const [email, name, role] = [newEmail(emailFrom(asked)), nameFrom(asked), required(asked.role, 'role')]
    const passwordHash = withPassword ? await passwordFromInput({ email, name }) : null
    const url = await database.transaction(async db => {
      const roleId = await roleFrom(db, role)
      const { id } = await insertPerson(db, { email, name, passwordHash, roleIds: [roleId] }, now)
      const changes = { name: { after: name }, roles: { after: [role] } }
      await auditCommand(db, { action: 'CREATE', objectType: 'USER', objectIdentifier: email, changes }, now)
      return withPassword
        ? undefined
        : linkUrl(
            config.publicUrl,
            'INVITATION',
            (await createLink(db, { kind: 'INVITATION', userId: id, createdBy: null }, now)).secret,
          )
    })
    tell(`Created ${email}.${url ? ' Invitation link, valid once and for 24 hours:' : ''}`)
    if (url) print(url)
  })

export const makeResetLink = (config: Config, asked: Asked) =>
  withDatabase(config, async database => {
    const now = Date.now()
    const url = await database.transaction(async db => {
      const person = await personByEmail(db, emailFrom(asked))
      if (person.deactivated_at !== null) throw new CommandError(`${person.email} is deactivated.`)
      const { secret } = await createLink(db, { kind: 'RESET', userId: person.id, createdBy: null }, now)
      await auditCommand(
        db,
        {
          action: 'CREATE',
          objectType: 'ONE_TIME_LINK',
          objectIdentifier: person.email,
          changes: { kind: { after: 'RESET' } },
        },
        now,
      )
      return linkUrl(config.publicUrl, 'RESET', secret)
    })
    tell('Reset link, valid once and for 24 hours:')
    print(url)
  })
