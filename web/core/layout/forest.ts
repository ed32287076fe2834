/** Builds trees from pairs of parents and children. */
export type Pair = { readonly parentTag: string; readonly childTag: string }

export type Tagged = { readonly tag: string }

export type Forest<Node extends Tagged> = {
  readonly roots: readonly Node[]
  /** By the tag of the parent. */
  readonly children: ReadonlyMap<string, readonly Node[]>
}

/** An entity and its descendants. */
const reach = <Node extends Tagged>(children: Forest<Node>['children'], from: Node, seen: Set<string>) => {
  const waiting = [from]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (seen.has(node.tag)) continue
    seen.add(node.tag)
    waiting.push(...(children.get(node.tag) ?? []))
  }
}

/** Entities without a parent are roots. So is the first entity of a cycle that no root leads to. */
export const forestOf = <Node extends Tagged>(nodes: readonly Node[], pairs: readonly Pair[]): Forest<Node> => {
  const byTag = new Map(nodes.map(node => [node.tag, node]))
  const children = new Map<string, Node[]>()
  const below = new Set<string>()
  for (const { parentTag, childTag } of pairs) {
    const child = byTag.get(childTag)
    if (!child || parentTag === childTag) continue
    const others = children.get(parentTag)
    if (others) others.push(child)
    else children.set(parentTag, [child])
    below.add(childTag)
  }
  const roots = nodes.filter(({ tag }) => !below.has(tag))
  const seen = new Set<string>()
  for (const root of roots) reach(children, root, seen)
  for (const node of nodes)
    if (!seen.has(node.tag)) {
      roots.push(node)
      reach(children, node, seen)
    }
  return { roots, children }
}
