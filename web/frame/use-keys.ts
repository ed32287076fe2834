import { useEffect } from 'react'

type Keys = { onSearch: () => void; onHelp: () => void }

const isTyping = ({ target }: KeyboardEvent) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))

const isInDialog = () => document.querySelector('[role=dialog]') !== null

const searchField = () => document.querySelector<HTMLInputElement>('main input[type=search]')

/** The keys that work on every page: Ctrl or ⌘ with K, and where nobody types `/` and `?`. */
export const useKeys = ({ onSearch, onHelp }: Keys) => {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isInDialog()) return
      const isPalette = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k'
      if (!isPalette && (event.ctrlKey || event.metaKey || event.altKey || isTyping(event))) return
      if (!isPalette && event.key !== '/' && event.key !== '?') return
      event.preventDefault()
      if (event.key === '?') return onHelp()
      const field = event.key === '/' ? searchField() : null
      if (field) field.focus()
      else onSearch()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [onSearch, onHelp])
}
