import { Modal, VisuallyHidden } from '@mantine/core'
import { PaletteSearch } from './palette-search.tsx'

type Props = { opened: boolean; onClose: () => void }

/** Finds everything that one may see, and what one may do. */
export const Palette = ({ opened, onClose }: Props) => (
  <Modal
    opened={opened}
    onClose={onClose}
    // its field says what it is for: the title is for screen readers, and takes no room
    title={<VisuallyHidden>Search</VisuallyHidden>}
    withCloseButton={false}
    styles={{ header: { position: 'absolute', minHeight: 0, padding: 0 } }}
    padding="sm"
    size="lg"
    centered={false}
    yOffset="10vh"
  >
    <PaletteSearch onClose={onClose} />
  </Modal>
)
