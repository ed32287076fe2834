import { useEffect, useState } from 'react'
import type { LaidOut, Position } from './layout.ts'

type Positions = ReadonlyMap<string, Position>

type State = { of?: LaidOut; positions?: Positions; hasFailed?: boolean }

/** Where the entities of a picture are, once a worker has laid it out. */
export const usePositions = (picture: LaidOut | undefined) => {
  const [state, setState] = useState<State>({})
  useEffect(() => {
    if (!picture) return undefined
    const worker = new Worker(new URL('./layout-thread.ts', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<Positions>) => setState({ of: picture, positions: data })
    worker.onerror = () => setState({ of: picture, hasFailed: true })
    worker.postMessage({ nodes: picture.nodes, edges: picture.edges })
    return () => worker.terminate()
  }, [picture])
  return state.of === picture ? state : {}
}
