/** What an entity's identifier looks like; a tag must not, so that one address never means two entities. */
export const isEntityId = (text: string) => /^en[0-9a-f]{16}$/.test(text)
