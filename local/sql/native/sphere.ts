import type { NativeFunction } from '../functions/function.ts';
import { invalid, native } from './define.ts';
import { asNumber } from './value.ts';

/** Distances on the earth, taken for a sphere. */
export const sphereNatives: readonly NativeFunction[] = [
  native('trino_great_circle', ['DOUBLE', 'DOUBLE', 'DOUBLE', 'DOUBLE', 'DOUBLE'], (...degrees) => {
    const [fromLatitude = 0, fromLongitude = 0, toLatitude = 0, toLongitude = 0] = degrees.map(asNumber);
    for (const latitude of [fromLatitude, toLatitude]) inRange(latitude, 90, 'Latitude');
    for (const longitude of [fromLongitude, toLongitude]) inRange(longitude, 180, 'Longitude');
    return kilometres(radians(fromLatitude), radians(toLatitude), radians(fromLongitude - toLongitude));
  }),
];

/** As Trino has it (GeoFunctions, SphericalGeographyUtils). */
const earthRadiusKilometres = 6371.01;

/** Vincenty's formula for a sphere, which is exact for near and for opposite points. */
function kilometres(from: number, to: number, between: number): number {
  const east = Math.cos(to) * Math.sin(between);
  const north = Math.cos(from) * Math.sin(to) - Math.sin(from) * Math.cos(to) * Math.cos(between);
  const up = Math.sin(from) * Math.sin(to) + Math.cos(from) * Math.cos(to) * Math.cos(between);
  return Math.atan2(Math.sqrt(east * east + north * north), up) * earthRadiusKilometres;
}

function radians(degrees: number): number {
  return (degrees / 180) * Math.PI;
}

function inRange(value: number, most: number, name: string): void {
  if (!(value >= -most && value <= most)) invalid(`${name} must be between -${most} and ${most}`);
}
