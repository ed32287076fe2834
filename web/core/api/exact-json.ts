import { parseExactly } from '../../../contract/core/exact-json.ts'

/** Numbers that JavaScript would write in another way: with more digits than it holds, with zeros at the end, or with an exponent. */
const INEXACT = /\d{16}|\.\d*0\b|\d[eE]/

/** JSON whose numbers are written again as they were sent, where the browser can do that. */
export const parseJson = (text: string): unknown =>
  INEXACT.test(text) && 'rawJSON' in JSON ? parseExactly(text) : JSON.parse(text)
