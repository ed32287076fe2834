/** The task of a thread that answers as JSON what the read of this name does. */
export const textTask = (name: string) => `${name} as text`
