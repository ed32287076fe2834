/** Relationships of types that pass owners from the source to the destination. */
import { passOwners } from '../entities/owner-edges.ts'
import { effective } from './relationships.ts'

/** Few types pass owners on. They are looked up first, because an entity can have very many relationships of other types. */
passOwners({
  reads: ['relationship_types', 'relationships'],
  select: ({ lookUp, from, tag }) =>
    `select r.source as parent_tag, r.destination as child_tag, 0 as position, rt.passes_owners as passes from ${from}
      ${lookUp('relationship_types rt', 'rt.passes_owners is not null')}
      ${lookUp('relationships r', `r.destination = ${tag} and r.type = rt.key and ${effective('r', 'rt.definition_location')}`)}`,
})
