import { useState } from 'react'

/**
 * A dialog about a thing. The thing stays known while the dialog closes, so that nothing jumps. It opens a frame
 * later: by then the menu it was chosen in has given the focus back to its button, where the dialog will return it.
 */
export const useDialog = <Thing>() => {
  const [{ thing, isOpen }, set] = useState<{ thing?: Thing; isOpen: boolean }>({ isOpen: false })
  const open = (about: Thing) => {
    set({ thing: about, isOpen: false })
    requestAnimationFrame(() => set({ thing: about, isOpen: true }))
  }
  const close = () => set(before => ({ ...before, isOpen: false }))
  return { thing, isOpen, open, close }
}
