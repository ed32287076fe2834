import '@mantine/core/styles.layer.css'
import './core/ui/base.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient } from './core/api/queries.ts'
import { SlicesProvider } from './core/layout/slice.ts'
import { Notices } from './core/ui/notices.tsx'
import { colorVariables, schemeManager, theme } from './core/ui/theme.ts'
import { signInAgain } from './identity/sessions/return-to.ts'
import { createAppRouter } from './routes.tsx'
import { SLICES } from './slices.ts'

const queryClient = createQueryClient(() => {
  const { pathname, search } = window.location
  // A whole new page: nothing of the person who was signed in stays in memory.
  window.location.assign(signInAgain(pathname + search))
})
const router = createAppRouter(queryClient)

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={colorVariables}
        defaultColorScheme="auto"
        colorSchemeManager={schemeManager}
      >
        <Notices />
        <QueryClientProvider client={queryClient}>
          <SlicesProvider value={SLICES}>
            <RouterProvider router={router} />
          </SlicesProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  )
