/** Settings of another n8n, a test run or a debugger, which must not reach the n8n that is started here. */
const notInherited = /^(N8N_|DB_|EXECUTIONS_|QUEUE_|CREDENTIALS_|WEBHOOK_URL$|NODE_ENV$|NODE_OPTIONS$|JEST_)/;

/**
 * No telemetry, look-ups or advertising: with these n8n makes no call beyond loopback
 * (docs/n8n-engine.md#outside-calls-at-the-start).
 */
const quiet = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_DISABLED_MODULES: 'mcp-registry',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
};

/** Where an n8n listens and keeps its data. */
interface InstanceSettings {
	userFolder: string;
	port: number;
	brokerPort: number;
	/** Further variables, which override all others. */
	extra?: Record<string, string>;
}

/** The environment of a local n8n: SQLite, loopback only, quiet, and independent of the caller's own settings. */
export function n8nEnvironment({ userFolder, port, brokerPort, extra }: InstanceSettings): NodeJS.ProcessEnv {
	const inherited = Object.entries(process.env).filter(([name]) => !notInherited.test(name));
	return {
		...Object.fromEntries(inherited),
		...quiet,
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		// The only port of a worker in queue mode; other processes ignore it.
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',
		WEBHOOK_URL: `http://127.0.0.1:${port}/`,
		NO_PROXY: ['127.0.0.1', 'localhost', process.env.NO_PROXY].filter(Boolean).join(','),
		...extra,
	};
}
