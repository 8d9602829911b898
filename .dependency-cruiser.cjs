/** The rooms of nodes/common, from the ground up: a room may import the rooms before it, and no other. */
const ROOMS = ['util', 'values', 'editor', 'http', 'action', 'files', 'wait', 'trigger'];
/** Rooms that stand beside each other. */
const APART = [
	['wait', 'files'],
	['trigger', 'action'],
	['trigger', 'files'],
	['trigger', 'wait'],
];
const room = (name) => `^nodes/common/${name}/`;
const upwards = ROOMS.slice(0, -1).map((name, floor) => ({
	name: `common-${name}-imports-only-lower-rooms`,
	severity: 'error',
	from: { path: room(name) },
	to: { path: ROOMS.slice(floor + 1).map(room) },
}));
module.exports = {
	forbidden: [
		{ name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
		...upwards,
		...APART.map(([from, to]) => ({
			name: `${from}-not-${to}`,
			severity: 'error',
			from: { path: room(from) },
			to: { path: room(to) },
		})),
		{
			name: 'common-knows-no-provider',
			severity: 'error',
			from: { path: '^nodes/common/' },
			to: { path: '^nodes/(?!common/)' },
		},
		{
			name: 'providers-stand-apart',
			severity: 'error',
			from: { path: '^nodes/(Auco|Verifik)/' },
			to: { path: '^nodes/(Auco|Verifik)/', pathNot: '^nodes/$1/' },
		},
		{
			name: 'api-knows-no-node',
			severity: 'error',
			from: { path: '^nodes/([^/]+)/api/' },
			to: { path: '^nodes/$1/(?!api/)' },
		},
		{
			name: 'editor-knows-no-node',
			severity: 'error',
			from: { path: '^nodes/(?!common/)([^/]+)/editor/' },
			to: { path: '^nodes/$1/(?!api/|editor/)' },
		},
		{
			name: 'nodes-stand-apart',
			severity: 'error',
			from: { path: '^nodes/(?!common/)([^/]+)/(?!api/|editor/)([^/]+)/' },
			to: { path: '^nodes/$1/(?!api/|editor/)', pathNot: '^nodes/$1/$2/' },
		},
		{
			name: 'package-imports-no-tooling',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: { path: '^(sandbox|test|bench|scripts)/' },
		},
		{
			name: 'no-runtime-dependency',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: { dependencyTypes: ['npm', 'npm-dev'], pathNot: 'n8n-workflow' },
		},
		{
			name: 'no-orphans',
			severity: 'error',
			from: { orphan: true, pathNot: '\\.node\\.ts$|credentials\\.ts$' },
			to: {},
		},
	],
	options: {
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^sandbox/n8n/' },
	},
};
