/** People who do not exist. Each has a name of their own, and an address at the company. */
import type { Random } from './random.ts'

export type Person = { readonly name: string; readonly email: string }

const FIRST =
  'Ada Anouk Arvid Bastian Benedikt Camille Celia Dario Delphine Edda Elias Elin Emre Fenja Florian Gesa Hanne Henrike Ida Ilse Imani Ivo Jannis Jonna Juna Kalle Katja Kerem Lasse Leonie Linnea Lorenz Maarten Malin Marit Mats Mirela Nadja Nele Nils Noor Oda Ole Paulina Pelle Rasmus Ronja Ruben Sanna Sefa Selma Silvan Stine Tabea Tamas Thea Tilda Tjark Vera Yara'.split(
    ' ',
  )

const LAST =
  'Aldermoor Ashgrove Bellweather Birkenfell Bramblewick Brookhollow Cloverdell Coldbrook Cranmere Dunnock Eastmead Elderfield Fallowmere Fernhill Foxglover Gorseland Greenhalm Hagedorne Harrowgate Hazelmoor Heathcombe Hollenbrack Ivyholt Junipera Kestrelwood Kirkmoor Larkhollow Lindenholm Linnetsdale Marlowend Meadowcroft Millbrace Mossgarth Nettlebeck Oakenfell Orchardine Osierbrook Pearwood Plumtree-Vance Quillhaven Quincefield Ravensholt Reedmarsh Rowanberg Ryehalden Saltmeadow Sedgewater Silverbirk Sorrelbank Starlingford Sycamorre Tamarisk-Lund Thistlewood Thornbury-Ek Underhaugh Vetchling Wagtail-Moen Westerholm Willowrow Yarrowgate'.split(
    ' ',
  )

const COMPANY = 'mosswick.example.com'

export const emailOf = (name: string) =>
  `${name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '.')
    .replaceAll(/^\.|\.$/g, '')}@${COMPANY}`

/** Every first name meets another last name with each person; after all pairs, people have a middle initial. */
export const peopleFrom = (random: Random) => {
  const [first, last] = [random.shuffled(FIRST), random.shuffled(LAST)]
  let made = 0
  return (): Person => {
    const index = made++
    const round = Math.floor(index / first.length)
    const family = last[(index + round) % last.length] ?? ''
    const initial = round < last.length ? '' : ` ${String.fromCharCode(64 + Math.floor(round / last.length))}.`
    const name = `${first[index % first.length] ?? ''}${initial} ${family}`
    return { name, email: emailOf(name) }
  }
}
