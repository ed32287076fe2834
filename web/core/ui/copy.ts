/** Copying also where the page came over plain http, which has no `navigator.clipboard`. */

/** @returns whether the text is in the clipboard now */
export const copyText = async (text: string, near: HTMLElement): Promise<boolean> => {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text)
      return true
    } catch {
      // The browser refused; the older way may still work.
    }
  }
  return copyBySelection(text, near)
}

/** The field is next to the button: a dialog that holds the focus would take it away from one elsewhere. */
const copyBySelection = (text: string, near: HTMLElement): boolean => {
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.setAttribute('aria-hidden', 'true')
  field.style.cssText = 'position:fixed;top:0;left:0;width:1px;height:1px;opacity:0'
  const focused = document.activeElement
  near.after(field)
  field.select()
  const copied = isCopied()
  field.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return copied
}

const isCopied = () => {
  try {
    return document.execCommand('copy')
  } catch {
    return false
  }
}

export const selectContents = (element: HTMLElement) => {
  const range = document.createRange()
  range.selectNodeContents(element)
  const selection = window.getSelection()
  selection?.removeAllRanges()
  selection?.addRange(range)
}
