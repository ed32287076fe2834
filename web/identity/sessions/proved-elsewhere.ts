/** Tabs of this browser tell one another that the person proved who they are. */
const CHANNEL = 'portico-proof'

export const tellProved = () => {
  const channel = new BroadcastChannel(CHANNEL)
  channel.postMessage('proved')
  channel.close()
}

/** Answers how to stop listening. */
export const onProvedElsewhere = (listener: () => void) => {
  const channel = new BroadcastChannel(CHANNEL)
  channel.onmessage = listener
  return () => channel.close()
}
