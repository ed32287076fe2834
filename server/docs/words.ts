/** What a question is about: its telling words, and what the product calls the same thing. */

const MOST_WORDS = 24

/** Words that nearly every section has say nothing about which one is meant. */
const COMMON = new Set(
  `happen happens happened mean means possible whether ever know want wants a about all also am an and any anyone anything are as at be because been before being but by can cannot could did do
  does doesn don done for from gets give gives go goes going got had has have having he her him his how i if in instead
  into is isn it its just let like long make makes many may me much must my need needs no not of off often on one only
  or our out over own please say says see set shall she should so some somebody someone something still such take tell
  than that the their them then there these they thing things this to too up us use used uses using want was way we
  were what when where which who whose why will with without work works would yet you your`.split(/\s+/),
)

/** Each line: words that people use for one thing. */
const SYNONYMS = `
token pat credential secret
revoke delete remove end kill invalidate
rotate renew replace roll regenerate refresh
expire expiry expiration end deadline lifetime last
leak leaked compromise compromised exposed stolen published
backup dump copy snapshot
restore recover
upgrade update version migrate
install installation setup deploy deployment run start
scale cluster replica replicas node nodes ha availability several servers
postgres postgresql
login signin sign
sso oidc openid okta azure entra google keycloak saml provider
user person people member account colleague employee owner
deactivate offboard offboarding leave leaves left quit fired
invite onboard add join
permission right allowed privilege
role group
admin administrator
ip address addresses range cidr network
forbidden 403 refused denied missing
unauthorized 401 refused
throttle throttled 429 limit quota ratelimit
config configure configuration setting settings env environment variable
https tls ssl proxy nginx certificate
entity service component microservice
descriptor yaml yml file
mail email smtp notification notify
hook webhook webhooks callback
ci pipeline job cron automation script
agent ai llm mcp bot
bound restrict narrow limit limits scope scoped
readonly read
password passphrase
session cookie logout
log logs logging
metric metrics prometheus grafana monitor monitoring watch alert
health liveness readiness probe
history activity trail
audit trail
csv export download spreadsheet
score scorecard grade grading
hierarchy parent child children
error fault problem invalid
validate lint dry
unused idle stale inactive
warn warned warning remind reminder
zone timezone midnight
cli command terminal console
staging copy test
paginate pagination page paging
archive archived hide
signature sign hmac verify
cortex compatible compatibility migrate
key keys apikey
custom own
scanner scan gitleaks detect pattern regex
`
  .trim()
  .split('\n')
  .map(line => line.split(' '))

const byWord = Map.groupBy(
  SYNONYMS.flatMap(group => group.map(word => ({ word, group }))),
  ({ word }) => word,
)

/** `tokens` → `token`, so that a synonym is found whatever form the question has. */
const formsOf = (word: string) => [
  word,
  word.replace(/(?:e?s|ed|ing)$/, ''),
  word.replace(/s$/, ''),
  word.replace(/(?:d|ing)$/, ''),
  word.replace(/(?:ed|ing)$/, 'e'),
  word.replace(/(.)\1(?:ed|ing)$/, '$1'),
]

const synonymsOf = (word: string) =>
  new Set(
    formsOf(word)
      .flatMap(form => byWord.get(form) ?? [])
      .flatMap(({ group }) => group),
  )

/** A word that was asked, and others for the same thing. */
export type Term = { readonly word: string; readonly others: readonly string[] }

export const termsOf = (question: string): Term[] => {
  const words = [...new Set(question.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [])].slice(0, MOST_WORDS)
  const telling = words.filter(word => !COMMON.has(word) && (word.length > 1 || /\d/.test(word)))
  return telling.map(word => ({ word, others: [...synonymsOf(word).difference(new Set(formsOf(word)))] }))
}
