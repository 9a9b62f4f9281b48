interface Position {
  latitude: number
  longitude: number
}

const earthRadiusKilometres = 6371

/** Great-circle distance in kilometres, by the haversine formula (Sinnott 1984). */
export function kilometresBetween(one: Position, other: Position): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const latitude = radians(other.latitude - one.latitude) / 2
  const longitude = radians(other.longitude - one.longitude) / 2
  const chord =
    Math.sin(latitude) ** 2 +
    Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * Math.sin(longitude) ** 2
  return 2 * earthRadiusKilometres * Math.asin(Math.sqrt(chord))
}
