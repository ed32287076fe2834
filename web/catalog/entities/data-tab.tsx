import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { CustomData } from './custom-data.tsx'

export const DataTab = ({ entity }: { entity: EntityDetails }) => <CustomData metadata={entity.metadata} />
