/** Every layer of the map, from below to above. A new one is a file beside this and a row here. */
import { areas } from './areas';
import { heat } from './heat';
import { jobs } from './jobs';
import type { MapLayer } from './layer';
import { team } from './team';

const rows = [areas, heat, team, jobs] as const;
export type LayerId = (typeof rows)[number]['id'];
export const mapLayers: readonly MapLayer<LayerId>[] = rows;
