/** `portico export FOLDER`: writes the descriptor of each entity to its own file, exactly as it is stored. */
import * as T from 'typebox'
import { Check } from 'typebox/value'
import { listCatalogFilters } from '../../../contract/catalog/catalog.ts'
import { listDescriptors } from '../../../contract/catalog/descriptors.ts'
import { tagIn } from '../../catalog/entities/descriptor.ts'
import { jsonOf, type Send } from '../client/send.ts'
import { CommandError, print } from '../command.ts'
import { ExportFolder } from './folder.ts'
import { fileNameOf } from './names.ts'

const PAGE_SIZE = 250
/** Types in one request. */
const MOST_TYPES = 100

const Filters = T.Object({ types: T.Array(T.Object({ value: T.String() })) })
const Page = T.Object({ descriptors: T.Array(T.String()), totalPages: T.Integer() })

const unexpected = () =>
  new CommandError("The response isn't from this version of Portico. Update the server or this command.")

/** The list has teams only if they are requested, so the export requests every type. */
const typesOf = async (send: Send): Promise<string[]> => {
  const filters = jsonOf(await send({ method: 'GET', path: listCatalogFilters.path }))
  if (!Check(Filters, filters)) throw unexpected()
  return filters.types.map(({ value }) => value)
}

async function* descriptorsOf(send: Send): AsyncGenerator<string> {
  const types = await typesOf(send)
  for (let at = 0; at < types.length; at += MOST_TYPES) {
    const some = new URLSearchParams(types.slice(at, at + MOST_TYPES).map(type => ['types', type]))
    for (let page = 0, pages = 1; page < pages; page++) {
      const query = `${some}&yaml=true&pageSize=${PAGE_SIZE}&page=${page}`
      const answer = jsonOf(await send({ method: 'GET', path: `${listDescriptors.path}?${query}` }))
      if (!Check(Page, answer)) throw unexpected()
      pages = answer.totalPages
      yield* answer.descriptors
    }
  }
}

export type ExportChoice = { readonly deleteOthers: boolean; readonly overwrite: boolean }

type Counts = { written: number; unchanged: number; refused: string[] }

const writeOne = (
  folder: ExportFolder,
  text: string,
  { overwrite, counts }: { overwrite: boolean; counts: Counts },
) => {
  const { tag } = tagIn(text)
  if (tag === undefined) throw unexpected()
  const name = fileNameOf(tag)
  const outcome = folder.write(name, text, overwrite)
  if (outcome === 'WRITTEN') counts.written++
  else if (outcome === 'UNCHANGED') counts.unchanged++
  else counts.refused.push(name)
}

const say = ({ written, unchanged, refused }: Counts, removed: number, left: readonly string[]) => {
  for (const name of refused) print(`${name} already exists and wasn't written by an export. To replace it, add --yes.`)
  const gone = removed > 0 ? `, ${removed} removed` : ''
  print(`${written} written, ${unchanged} unchanged${gone}, ${refused.length} failed.`)
  if (left.length > 0)
    print(
      `${left.length} of the files from earlier exports no longer belong to an entity, for example ${left[0]}. To remove them, add --delete.`,
    )
}

/** Sets the exit code to 1 if a file could not be written. */
export const exportFolder = async (send: Send, path: string, { deleteOthers, overwrite }: ExportChoice) => {
  const folder = new ExportFolder(path)
  const counts: Counts = { written: 0, unchanged: 0, refused: [] }
  let removed = 0
  try {
    for await (const text of descriptorsOf(send)) writeOne(folder, text, { overwrite, counts })
    if (deleteOthers) removed = folder.removeLeft()
  } finally {
    folder.keepList()
  }
  say(counts, removed, folder.left)
  if (counts.refused.length > 0) process.exitCode = 1
}
