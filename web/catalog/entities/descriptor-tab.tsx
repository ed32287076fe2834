import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { useStored } from '../../core/editor/use-stored.ts'
import { YamlEditor } from '../../core/editor/yaml-editor.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { storedEntity } from './entity-descriptor.ts'

const NO_VIOLATIONS = [] as const

/** The descriptor to read; it is edited on a page of its own. */
export const DescriptorTab = ({ entity: { tag } }: { entity: EntityDetails }) => (
  <Loaded query={useStored(storedEntity(tag))} lines={12}>
    {({ text, version }) => (
      <YamlEditor
        key={version}
        label={`Descriptor of ${tag}, YAML`}
        initial={text}
        onChange={() => {}}
        readOnly
        violations={NO_VIOLATIONS}
      />
    )}
  </Loaded>
)
