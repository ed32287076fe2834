/** A tree of entities of one type. A small tree is fully open; in a larger one, each level loads when it is opened. */
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { Loading } from '../ui/loading.tsx'
import { Count } from '../ui/pager.tsx'
import classes from './entity-tree.module.css'
import { type Forest, forestOf, type Pair } from './forest.ts'
import { Problem } from './problem.tsx'
import { TreeBranch, type TreeNode } from './tree-branch.tsx'

export type TreePage<Node> = {
  readonly isWhole: boolean
  readonly nodes: readonly Node[]
  readonly pairs: readonly Pair[]
  readonly page: number
  readonly total: number
  readonly totalPages: number
}

/** The kind of entities in a tree. */
export type TreeKind<Node> = {
  readonly name: string
  readonly nouns: readonly [one: string, many: string]
  /** The plural noun, capitalized. */
  readonly label: string
  readonly size: (node: Node) => ReactNode
  readonly load: (query: { parentTag?: string; page?: number }, signal?: AbortSignal) => Promise<TreePage<Node>>
}

type Of<Node> = { readonly kind: TreeKind<Node> }

export const EntityTree = <Node extends TreeNode>({ tree, kind }: Of<Node> & { tree: TreePage<Node> }) => {
  const { isWhole, nodes, pairs, total } = tree
  const forest = useMemo(() => forestOf(nodes, pairs), [nodes, pairs])
  const [one, many] = kind.nouns
  if (isWhole)
    return (
      <>
        <Branches nodes={forest.roots} path={[]} forest={forest} kind={kind} />
        <Count total={total} noun={kind.nouns} />
      </>
    )
  return (
    <>
      <Level path={[]} kind={kind} />
      <Count total={total} noun={[`${one} without a parent`, `${many} without a parent`]} />
    </>
  )
}

type BranchesProps<Node extends TreeNode> = Of<Node> & {
  nodes: readonly Node[]
  path: readonly string[]
  /** The whole tree; without it, children are loaded on demand. */
  forest?: Forest<Node>
}

const Branches = <Node extends TreeNode>({ nodes, path, forest, kind }: BranchesProps<Node>) => (
  <ul
    className={path.length === 0 ? classes.tree : classes.below}
    aria-label={path.length === 0 ? kind.label : undefined}
  >
    {nodes
      .filter(({ tag }) => !path.includes(tag))
      .map(node => (
        <TreeBranch key={node.id} node={node} noun={kind.label} size={kind.size(node)} isOpen={forest !== undefined}>
          {() =>
            forest ? (
              <Branches
                nodes={forest.children.get(node.tag) ?? []}
                path={[...path, node.tag]}
                forest={forest}
                kind={kind}
              />
            ) : (
              <Level path={[...path, node.tag]} kind={kind} />
            )
          }
        </TreeBranch>
      ))}
  </ul>
)

const Level = <Node extends TreeNode>({ path, kind }: Of<Node> & { path: readonly string[] }) => {
  const parentTag = path.at(-1)
  const query = useInfiniteQuery({
    queryKey: [kind.name, 'level', parentTag],
    queryFn: ({ pageParam: page, signal }) =>
      kind.load({ ...(parentTag !== undefined && { parentTag }), page }, signal),
    initialPageParam: 0,
    getNextPageParam: ({ page, totalPages }) => (page + 1 < totalPages ? page + 1 : undefined),
  })
  if (query.isPending) return <Loading lines={2} />
  return (
    <>
      <Branches nodes={query.data?.pages.flatMap(({ nodes }) => nodes) ?? []} path={path} kind={kind} />
      <Problem error={query.error} retry={() => void query.refetch()} />
      {query.hasNextPage && (
        <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more {kind.nouns[1]}
        </Button>
      )}
    </>
  )
}
