/** One form of an email for comparing and storing: NFKC, lower case. What was stored before that is still found. */

/** What normalizing leaves as it is: nearly every email. */
const IN_FORM = /^[\x21-\x40\x5b-\x7e]+$/

/** What emails are compared by. Lower case may need composing again: `İ` becomes two characters. */
export const comparableEmail = (email: string) =>
  IN_FORM.test(email) ? email : email.normalize('NFKC').trim().toLowerCase().normalize('NFKC')

/** As emails were stored before they were compared in NFKC. */
export const lowerEmail = (email: string) => email.trim().toLowerCase()

/** Both forms in which an email may be stored, the one that is exactly what was typed first. */
export const storedForms = (email: string): string[] => [...new Set([lowerEmail(email), comparableEmail(email)])]

export const isSameEmail = (one: string, other: string) => comparableEmail(one) === comparableEmail(other)
