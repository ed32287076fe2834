/** Entities of one type below each other, as pages show them. */
import * as T from 'typebox'
import { paging } from '../core/paging.ts'

/** Entities of a tree that is answered as a whole; a larger one is read level by level. */
export const MOST_WHOLE_TREE = 1000

/** What the operation of a tree says of itself. */
export const treeDescription = (things: string) =>
  `Up to ${MOST_WHOLE_TREE.toLocaleString('en-US')} ${things} are returned at once, with the pairs that make the tree. Of more, a page of those without a parent, or of those directly below parentTag.`

export const treeQuery = (thing: string) =>
  T.Object({
    parentTag: T.Optional(T.String({ maxLength: 255, description: `The ${thing} whose children to list` })),
    ...paging,
  })
