/** Districts, municipalities and postal codes; `knowledge/places/README.md` names their sources. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse as parseCsv } from 'csv-parse/sync'
import { load as parseYaml } from 'js-yaml'
import { z } from 'zod'
import {
  type District,
  districtSchema,
  type Municipality,
  type PlaceNames,
  type PostalPlace,
  placeNamesSchema,
} from './schema.ts'

const municipalityRow = z
  .object({
    ags8: z.string().length(8),
    kreis_ags5: z.string().length(5),
    name: z.string(),
    population_2019: z.coerce.number(),
    lat: z.coerce.number(),
    lon: z.coerce.number(),
  })
  .transform(
    (row): Municipality => ({
      key: row.ags8,
      name: withoutTownTitle(row.name),
      district: row.kreis_ags5,
      population: row.population_2019,
      latitude: row.lat,
      longitude: row.lon,
    }),
  )

const postalRow = z
  .object({
    plz: z.string().length(5),
    place: z.string(),
    kreis_ags5: z.string().length(5),
    lat: z.coerce.number(),
    lon: z.coerce.number(),
  })
  .transform(
    (row): PostalPlace => ({
      postalCode: row.plz,
      place: row.place,
      district: row.kreis_ags5,
      latitude: row.lat,
      longitude: row.lon,
    }),
  )

/** @throws ZodError naming the row and column when a file is not as its README says. */
export async function readPlaces(directory: string): Promise<{
  districts: Map<string, District>
  municipalities: Map<string, Municipality>
  postalPlaces: PostalPlace[]
  placeNames: PlaceNames
}> {
  const read = (file: string) => readFile(join(directory, file), 'utf8')
  const rows = async (file: string) => parseCsv(await read(file), { columns: true, bom: true })
  const districts = z.array(districtSchema).parse(parseYaml(await read('districts.yaml')))
  const placeNames = placeNamesSchema.parse(parseYaml(await read('names.yaml')))
  const municipalities = z.array(municipalityRow).parse(await rows('municipalities.csv'))
  const postalPlaces = z.array(postalRow).parse(await rows('postal-codes.csv'))
  return {
    districts: new Map(districts.map((district) => [district.key, district])),
    municipalities: new Map(municipalities.map((place) => [place.key, place])),
    postalPlaces,
    placeNames,
  }
}

/** The register writes "Gardelegen, Hansestadt"; people say "Gardelegen". */
function withoutTownTitle(name: string): string {
  return name.split(',')[0] ?? name
}
