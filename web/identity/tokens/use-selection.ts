import { useState } from 'react'

/** Which rows of a list are selected, by their IDs; those that left the list are not. */
export const useSelection = () => {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const toggle = (id: string) => setIds(before => (before.has(id) ? without(before, id) : new Set([...before, id])))
  return { ids, toggle, clear: () => setIds(new Set()) }
}

export type Selection = ReturnType<typeof useSelection>

const without = (ids: ReadonlySet<string>, id: string) => new Set([...ids].filter(one => one !== id))
