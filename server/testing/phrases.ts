/** Phrases that screens, answers, documents and comments avoid, each with better wording. See "How we write" in CONTRIBUTING.md. */

export type Phrase = { readonly pattern: RegExp; readonly instead: string }

export type FoundPhrase = {
  readonly file: string
  readonly line: number
  readonly text: string
  readonly instead: string
}

/** A space in a pattern also matches a line break, with the marks that continue a comment, a quote or a list. */
const phrase = (words: string, instead: string): Phrase => ({
  pattern: new RegExp(`\\b(?:${words.replaceAll(' ', '\\s+(?:(?://|\\*|>|#)\\s+)?')})`, 'gi'),
  instead,
})

export const PHRASES: readonly Phrase[] = [
  phrase('(?:stands?|stood|standing) (?:in|under|behind|beside)\\b', 'is in, is listed under, appears in'),
  phrase('(?:is|are|was|were|been|being) told\\b(?! apart)', 'is notified, gets a notice, sees the reason'),
  phrase('told of\\b', 'notified about'),
  phrase('whoever\\b', 'the person who, anyone who, people with'),
  phrase('somebody\\b', 'someone, a person, another user'),
  phrase('meanwhile\\b', 'in the meantime, or leave it out'),
  phrase('anew\\b', 'again'),
  phrase('comes? in\\b(?! handy)', 'signs in, joins, accepts an invitation'),
  phrase('by (?:itself|themselves)\\b', 'automatically, alone, separately'),
  phrase('nothing any ?more\\b', 'no longer'),
  phrase('at the latest\\b', 'no later than, within'),
  phrase('hangs? on\\b', 'depends on, refers to, belongs to'),
  phrase('(?:was it|is that|is it) not\\b', "If this wasn't you, …"),
  phrase('(?:nobody|somebody) is here\\b', 'no accounts exist, an account exists'),
  phrase('(?:live|dead) (?:tokens?|keys?|credentials?|secrets?)\\b', 'active, revoked or expired'),
  phrase('must be there\\b', 'is required'),
  phrase('there is nobody\\b', 'no person has'),
  phrase('at this very moment\\b', 'at the time of each call'),
  phrase('(?:is|are) void then\\b', 'stops working'),
  phrase('a network of its own\\b', 'a private network'),
  phrase('confirm that it is you\\b', 'confirm your identity'),
]

const lineAt = (text: string, index: number) => text.slice(0, index).split('\n').length

/** Each avoided phrase of a text, in the order of the list. */
export const phrasesIn = (file: string, text: string, phrases: readonly Phrase[] = PHRASES): FoundPhrase[] =>
  phrases.flatMap(({ pattern, instead }) =>
    Array.from(text.matchAll(pattern), ({ index, 0: found }) => ({
      file,
      line: lineAt(text, index),
      text: found.replace(/\s+/g, ' '),
      instead,
    })),
  )

export const sayPhrase = ({ file, line, text, instead }: FoundPhrase) =>
  `${file}:${line} has “${text}”: write ${instead}`
