// A button at every block of code that copies it. Without JavaScript there is none, and the code is selected by hand.
const SHOWN_MS = 2000

const addButton = pre => {
  const frame = document.createElement('div')
  frame.className = 'code'
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = 'Copy'
  button.setAttribute('aria-live', 'polite')
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(pre.textContent.trimEnd())
      button.textContent = 'Copied'
    } catch {
      button.textContent = 'Select it and copy'
      getSelection()?.selectAllChildren(pre)
    }
    setTimeout(() => {
      button.textContent = 'Copy'
    }, SHOWN_MS)
  })
  pre.replaceWith(frame)
  frame.append(pre, button)
}

for (const pre of document.querySelectorAll('main pre')) addButton(pre)
