/**
 * The import law: which room may know which. The table is the architecture; changing it takes a
 * decision record. Run by tests/architecture.test.ts.
 */
const rooms = {
	'src/lib/domain': ['src/lib/domain'],
	'src/lib/protocol': ['src/lib/protocol', 'src/lib/domain'],
	'src/lib/server': ['src/lib/server', 'src/lib/protocol', 'src/lib/domain', 'src/lib/i18n'],
	'src/lib/client': [
		'src/lib/client',
		'src/lib/protocol',
		'src/lib/domain',
		'src/lib/i18n',
		'src/lib/late'
	],
	'src/lib/late': ['src/lib/late'],
	'src/lib/i18n': ['src/lib/i18n', 'src/lib/domain'],
	'src/lib/styles': ['src/lib/styles'],
	'src/lib/ui': ['src/lib/ui', 'src/lib/styles', 'src/lib/late'],
	'src/lib/features': [
		'src/lib/features',
		'src/lib/ui',
		'src/lib/i18n',
		'src/lib/client',
		'src/lib/domain',
		'src/lib/late'
	],
	'src/cli': ['src/cli', 'src/lib/server', 'src/lib/protocol', 'src/lib/domain', 'src/lib/i18n'],
	'src/service-worker': ['src/service-worker', 'src/lib/protocol', 'src/lib/client']
};

/**
 * Packages that belong to one room: title, package, room.
 * @type {[string, string, string][]}
 */
const ownedPackages = [
	['leaflet stays in the map', '^(leaflet|protomaps-leaflet|pmtiles)$', '^src/lib/client/map/'],
	['the device database stays in its room', '^dexie$', '^src/lib/client/(db|sync|app)'],
	['the server database stays in its rooms', '^(kysely|pg)$', '^src/(lib/server|cli)/']
];

/**
 * Below `node_modules`, whatever the package manager did with the folders.
 * @param {string} pattern
 */
const below = (pattern) => `node_modules/${pattern.replace(/^\^/, '').replace(/\$$/, '')}/`;

const tests = '\\.test\\.ts$|^tests/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		...Object.entries(rooms).map(([room, known]) => ({
			name: `${room.replace('src/', '').replace('lib/', '')} knows only its own and what stands below it`,
			severity: 'error',
			from: { path: `^${room}/`, pathNot: tests },
			to: { path: '^src/', pathNot: known.map((other) => `^${other}(/|\\.)`) }
		})),
		{
			name: 'only server files of a route know the server',
			severity: 'error',
			from: { path: '^src/routes/', pathNot: '(\\+server|\\.server)\\.ts$|\\.test\\.ts$' },
			to: { path: '^src/lib/server/', dependencyTypesNot: ['type-only'] }
		},
		{
			name: 'no circles',
			severity: 'error',
			from: { path: '^src/' },
			to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
		},
		{
			name: 'rules, wire and device run without Node',
			severity: 'error',
			from: {
				path: '^src/lib/(domain|protocol|client|i18n|ui|features)/',
				pathNot: `${tests}|\\.server\\.ts$`
			},
			to: { dependencyTypes: ['core'] }
		},
		...ownedPackages.map(([name, pattern, room]) => ({
			name,
			severity: 'error',
			from: { path: '^src/', pathNot: [room, tests] },
			to: { path: below(pattern) }
		}))
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^src/lib/i18n/paraglide/|^\\.svelte-kit/' },
		tsPreCompilationDeps: true,
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['import', 'svelte', 'node', 'default', 'types'],
			extensions: ['.ts', '.js', '.svelte', '.d.ts', '.mjs', '.json']
		}
	}
};
