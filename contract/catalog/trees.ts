/** Trees of entities of one type. */
import * as T from 'typebox'
import { paging } from '../core/paging.ts'

/** The largest tree that is returned as a whole. A larger one is read level by level. */
export const MOST_WHOLE_TREE = 1000

/** The description of an operation that returns a tree. */
export const treeDescription = (things: string) =>
  `Up to ${MOST_WHOLE_TREE.toLocaleString('en-US')} ${things} are returned at once, with their parents in edges. If there are more, the response is a page of the ${things} without a parent, or of the children of parentTag.`

export const treeQuery = (thing: string) =>
  T.Object({
    parentTag: T.Optional(T.String({ maxLength: 255, description: `The ${thing} whose children to list` })),
    ...paging,
  })
