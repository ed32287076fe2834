/** Lays out a picture beside the thread of the page. */
import { type LaidOut, positionsOf } from './layout.ts'

self.addEventListener('message', ({ data }: MessageEvent<LaidOut>) => self.postMessage(positionsOf(data)))
