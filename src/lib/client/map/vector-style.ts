/**
 * How the operator's map looks: the kinds of a Protomaps basemap in the colours of the page, quiet
 * enough that pins stay in front. Painted in the order of the list; of labels that meet, the one that
 * stands first in its list stays.
 *
 * 1. No colour stands here: all come from the palette, so every theme has its map.
 * 2. Names are in the page's language where the map knows them, else as they are written there.
 * Kinds: https://docs.protomaps.com/basemaps/layers
 */
import {
	CenteredTextSymbolizer,
	exp,
	LineLabelSymbolizer,
	LineSymbolizer,
	PolygonSymbolizer,
	type Feature,
	type LabelRule,
	type PaintRule
} from 'protomaps-leaflet';
import type { Locale } from '$lib/i18n/locale';
import type { MapPalette, SketchColour } from './palette';

type Stops = [zoom: number, px: number][];
type Filter = (zoom: number, feature: Feature) => boolean;

const kindOf = ({ props }: Feature) => String(props.kind ?? '');
const ofKinds =
	(...kinds: string[]): Filter =>
	(_, feature) =>
		kinds.includes(kindOf(feature));

const parks = [
	'park',
	'wood',
	'forest',
	'garden',
	'nature_reserve',
	'national_park',
	'golf_course'
];
const built = [
	'residential',
	'commercial',
	'industrial',
	'school',
	'university',
	'hospital',
	'retail'
];

/** From the narrowest to the widest, so that the wider one lies on top. */
const roads: { kinds: string[]; minZoom: number; px: Stops }[] = [
	{
		kinds: ['path', 'other'],
		minZoom: 14,
		px: [
			[14, 0.5],
			[19, 5]
		]
	},
	{
		kinds: ['minor_road'],
		minZoom: 12,
		px: [
			[12, 0.5],
			[15, 3],
			[19, 14]
		]
	},
	{
		kinds: ['major_road'],
		minZoom: 8,
		px: [
			[8, 0.8],
			[12, 2.2],
			[15, 5.5],
			[19, 20]
		]
	},
	{
		kinds: ['highway'],
		minZoom: 6,
		px: [
			[6, 0.8],
			[10, 2.2],
			[13, 4.5],
			[19, 24]
		]
	}
];
const roadGrowth = 1.4;
const edgePx = 2;

/** Areas, then ways from their edges to their middles. */
export function paintRules({ sketch }: MapPalette): PaintRule[] {
	const fill = (dataLayer: string, colour: SketchColour, filter?: Filter): PaintRule => ({
		dataLayer,
		symbolizer: new PolygonSymbolizer({ fill: sketch[colour] }),
		...(filter === undefined ? {} : { filter })
	});
	const isArea: Filter = (_, { geomType }) => geomType.valueOf() === 3;
	const isWay: Filter = (_, { geomType }) => geomType.valueOf() === 2;
	return [
		fill('earth', 'land'),
		fill('landuse', 'urban', ofKinds(...built)),
		fill('landuse', 'park', ofKinds(...parks)),
		fill('water', 'sea', isArea),
		{
			...line(
				'water',
				sketch.wadi,
				exp(roadGrowth, [
					[10, 0.7],
					[18, 4]
				])
			),
			filter: isWay
		},
		{ ...fill('buildings', 'urban'), minzoom: 15 },
		...roads.map((road) => way(road, sketch.roadEdge, edgePx)),
		...roads.map((road) => way(road, sketch.road, 0)),
		{ ...line('boundaries', sketch.areaLine, () => 1), maxzoom: 13 }
	];
}

function line(dataLayer: string, color: string, width: (zoom: number) => number): PaintRule {
	const symbolizer = new LineSymbolizer({ color, width, lineCap: 'round', lineJoin: 'round' });
	return { dataLayer, symbolizer };
}

function way({ kinds, minZoom, px }: (typeof roads)[number], color: string, morePx: number) {
	const width = exp(roadGrowth, px);
	const rule = line('roads', color, (zoom) => width(zoom) + morePx);
	return { ...rule, minzoom: minZoom, filter: ofKinds(...kinds) };
}

/** Places before streets: they are fewer and say more. */
export function labelRules({ sketch, font }: MapPalette, locale: Locale): LabelRule[] {
	const labelProps = [`name:${locale}`, 'name'];
	const text = (weight: number, px: Stops, colour: SketchColour) => {
		const size = exp(1, px);
		return {
			labelProps,
			font: (zoom: number) => `${weight} ${size(zoom)}px ${font}`,
			fill: sketch[colour],
			stroke: sketch.labelHalo,
			width: 2,
			lineHeight: 1.4
		};
	};
	const named = (
		dataLayer: string,
		filter: Filter,
		...look: Parameters<typeof text>
	): LabelRule => ({
		dataLayer,
		filter,
		symbolizer: new CenteredTextSymbolizer(text(...look))
	});
	const along = (minzoom: number, ...kinds: string[]): LabelRule => ({
		dataLayer: 'roads',
		minzoom,
		filter: ofKinds(...kinds),
		symbolizer: new LineLabelSymbolizer(
			text(
				500,
				[
					[12, 11],
					[18, 13]
				],
				'labelSoft'
			)
		)
	});
	const isPoint: Filter = (_, { geomType }) => geomType.valueOf() === 1;
	return [
		named(
			'places',
			ofKinds('locality'),
			600,
			[
				[8, 13],
				[14, 17]
			],
			'label'
		),
		named(
			'water',
			isPoint,
			500,
			[
				[8, 12],
				[14, 14]
			],
			'labelSea'
		),
		named(
			'places',
			ofKinds('macrohood', 'neighbourhood'),
			500,
			[
				[12, 12],
				[16, 14]
			],
			'label'
		),
		along(12, 'highway', 'major_road'),
		along(15, 'minor_road'),
		{
			...named(
				'pois',
				isPoint,
				500,
				[
					[14, 11],
					[18, 12]
				],
				'labelSoft'
			),
			minzoom: 15
		}
	];
}
