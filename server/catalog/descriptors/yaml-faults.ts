/** What is wrong with the YAML of a text, in our words, by the parser's code. */
import type { ErrorCode, YAMLError } from 'yaml'

type Place = { readonly text: string; readonly at: number; readonly message: string }

const CLOSING: Record<string, string> = { '{': '}', '[': ']' }

/** The innermost bracket that is open at the place; quoted texts and comments are passed over. */
const openBracket = ({ text, at }: Place): string | undefined => {
  const open: string[] = []
  const piece = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?:^|\s)#.*|[[\]{}]/gm
  for (const { 0: found } of text.slice(0, at).matchAll(piece))
    if (found in CLOSING) open.push(found)
    else if (open.length > 0 && found === CLOSING[open.at(-1) ?? '']) open.pop()
  return open.at(-1)
}

/** In words: command-line clients take square brackets for markup, so violations contain none. */
const NAMES: Record<string, string> = { ']': 'square bracket', '}': 'curly brace' }

const bracketFault = (place: Place): string => {
  const wanted = / a ([\]}])/.exec(place.message)?.[1] ?? CLOSING[openBracket(place) ?? ''] ?? ']'
  const [name, found] = [NAMES[wanted], place.text[place.at] ?? '']
  if (found === wanted) return `The closing ${name} must be indented deeper than the key before the opening one.`
  if (found in NAMES) return `This ${NAMES[found]} stands where a ${name} must close what was opened.`
  return `A ${name} isn't closed. Add the closing one after its last item, and indent its lines deeper than its key.`
}

const isAboutBrackets = ({ message }: Place) => /^Flow (?:map|sequence) /.test(message)

const quote = ({ message }: Place) =>
  /Missing closing (["'])quote/.exec(message)?.[1] === "'" ? "single quote (')" : 'double quote (")'

const missing = (place: Place): string => {
  if (/quote$/.test(place.message)) return `A text in quotes isn't closed. Add the closing ${quote(place)}.`
  if (isAboutBrackets(place)) return bracketFault(place)
  if (/between flow/.test(place.message)) return 'A comma or a colon is missing between two values in brackets.'
  return 'A key must be followed by a colon and a value.'
}

const unexpected = (place: Place): string => {
  const found = place.text[place.at] ?? ''
  if (found in NAMES) return `This ${NAMES[found]} closes nothing. Remove it, or add the opening one.`
  if (found === ',') return 'This comma follows no value. Remove it.'
  if (/block-seq-ind/.test(place.message)) return 'A list item (-) must start on a line of its own, below its key.'
  if (/header/.test(place.message)) return 'Only + or -, a digit and a comment can follow | or > on this line.'
  return "This text can't follow the value before it. Put the whole value in quotes, or start a new line."
}

const indentation = (place: Place): string =>
  isAboutBrackets(place)
    ? bracketFault(place)
    : "This line's indentation doesn't match the lines around it. Keys of the same map must start in the same column."

const said = (words: string) => () => words

const WORDS: Record<ErrorCode, (place: Place) => string> = {
  ALIAS_PROPS: said("An alias (*) can't have an anchor (&) or a tag (!)."),
  BAD_ALIAS: said(
    'An anchor (&) or alias (*) needs a name. If the character is part of the text, put the text in quotes.',
  ),
  BAD_COLLECTION_TYPE: said("This tag (!) doesn't fit the value that follows it."),
  BAD_DIRECTIVE: ({ message }) =>
    /version/.test(message)
      ? "This version of YAML isn't supported. Use %YAML 1.2 or 1.1, or leave the line out."
      : 'This directive is unknown and was ignored. Lines before --- that start with % are directives.',
  BAD_DQ_ESCAPE: ({ text, at }) =>
    `${text.slice(at, at + 2)} isn't an escape sequence. In double quotes, write a backslash as \\\\, or use single quotes.`,
  BAD_INDENT: indentation,
  BAD_PROP_ORDER: said('An anchor (&) or tag (!) must stand before the value that it belongs to.'),
  BAD_SCALAR_START: ({ text, at }) =>
    `A value can't start with ${text[at] ?? 'this character'}. Put the value in quotes.`,
  BLOCK_AS_IMPLICIT_KEY: said(
    "A line can't contain two keys. If the second colon is part of the text, put the text in quotes.",
  ),
  BLOCK_IN_FLOW: place =>
    `Values in brackets must be separated by commas and can't be written in indented form. A comma may be missing, or a closing ${NAMES[CLOSING[openBracket(place) ?? ''] ?? ']']}.`,
  DUPLICATE_KEY: said('A key appears more than once.'),
  IMPOSSIBLE: said("This part of the document can't be read."),
  KEY_OVER_1024_CHARS: said('A key can have up to 1,024 characters.'),
  MISSING_CHAR: missing,
  MULTILINE_IMPLICIT_KEY: said(
    'A key and its colon must be on one line, with a space after the colon. A colon may be missing here.',
  ),
  MULTIPLE_ANCHORS: said('A value can have only one anchor (&).'),
  MULTIPLE_DOCS: said('The text contains more than one document. Send one descriptor at a time.'),
  MULTIPLE_TAGS: said('A value can have only one tag (!).'),
  NON_STRING_KEY: said('A key must be text.'),
  RESOURCE_EXHAUSTION: said('The document is nested too deeply.'),
  TAB_AS_INDENT: said('Lines must be indented with spaces, not with tabs.'),
  TAG_RESOLVE_FAILED: said('This tag (!) is unknown and was ignored.'),
  UNEXPECTED_TOKEN: unexpected,
}

/** What is wrong, as a sentence. */
export const yamlFault = (text: string, { code, message, pos }: YAMLError): string =>
  WORDS[code]?.({ text, at: pos[0], message }) ?? WORDS.IMPOSSIBLE({ text, at: pos[0], message })

/** Nothing follows but the mark of an end: editors and templates leave it there. */
const ENDS = /^---[ \t]*(?:#.*)?\s*(?:\.\.\.\s*)?$/

/** Whether the fault is only a `---` at the end. */
export const isFinalMark = (text: string, { code, pos }: YAMLError): boolean =>
  code === 'MULTIPLE_DOCS' && ENDS.test(text.slice(pos[0]))
