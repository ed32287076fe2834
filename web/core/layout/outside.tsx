import type { ReactNode } from 'react'

/** A frame for what is shown where no frame of the app is around it. */
export const Outside = ({ children }: { children: ReactNode }) => (
  <main id="content" tabIndex={-1} style={{ padding: '10vh 24px', maxWidth: 720, margin: '0 auto' }}>
    {children}
  </main>
)
