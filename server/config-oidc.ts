/** Settings of the identity provider that hold more than one value. */

type Fault = (name: string, text: string) => undefined

const LABEL = '[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?'
/** At least one dot, as in every email that people may have here; the last label is no number, as it is in an address. */
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+(?!\\p{N}+$)${LABEL}$`, 'u')
const LONGEST_DOMAIN = 253

const DOMAINS = 'PORTICO_OIDC_ALLOWED_DOMAINS'

/** In the form that emails are compared in. A value without a domain would allow everybody, so it is a fault. */
export const domainsFrom = (value: string | undefined, parts: readonly string[], fault: Fault): string[] => {
  const domains = parts.map(part => part.normalize('NFKC').toLowerCase())
  if (value !== undefined && domains.length === 0) fault(DOMAINS, 'names no domain')
  for (const domain of domains)
    if (domain.length > LONGEST_DOMAIN || !DOMAIN.test(domain))
      fault(DOMAINS, `contains ${domain}, which isn't a domain (for example example.com)`)
  return domains
}

/** Roles by group at the provider: default role ids in any case, or tags of custom roles. */
export type GroupRoles = ReadonlyMap<string, readonly string[]>

export const GROUP_ROLES = 'PORTICO_OIDC_GROUP_ROLES'

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

const parsed = (value: string): unknown => {
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

const fromJson = (value: string, fault: Fault): GroupRoles => {
  const roles = new Map<string, readonly string[]>()
  const groups = parsed(value)
  if (groups === undefined) fault(GROUP_ROLES, "starts with { but isn't valid JSON")
  for (const [group, given] of Object.entries(Object(groups))) {
    const names = [given].flat()
    if (group.trim() === '' || names.length === 0 || !names.every(isText))
      fault(GROUP_ROLES, `must map the group ${JSON.stringify(group)} to a role or a list of roles`)
    else
      roles.set(
        group,
        names.map(name => name.trim()),
      )
  }
  return roles
}

const fromPairs = (value: string | undefined, pairs: readonly string[], fault: Fault): GroupRoles => {
  const roles = new Map<string, string[]>()
  if (value !== undefined && pairs.length === 0) fault(GROUP_ROLES, 'maps no group')
  for (const pair of pairs) {
    const at = pair.lastIndexOf('=')
    const [group, role] = [pair.slice(0, Math.max(at, 0)).trim(), pair.slice(at + 1).trim()]
    if (group === '' || role === '')
      fault(GROUP_ROLES, `contains ${pair}, which isn't GROUP=ROLE; write groups that contain a comma as JSON`)
    else roles.set(group, [...(roles.get(group) ?? []), role])
  }
  return roles
}

/** `GROUP=ROLE` joined with commas or, for groups that contain a comma, JSON: `{"CN=Admins,OU=x": "ADMIN"}`. */
export const groupRolesFrom = (value: string | undefined, parts: readonly string[], fault: Fault): GroupRoles =>
  value?.startsWith('{') ? fromJson(value, fault) : fromPairs(value, parts, fault)
