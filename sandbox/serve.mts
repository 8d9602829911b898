/**
 * Runs both fake providers without an n8n, until it is interrupted:
 *
 *     npm run sandbox -- [port of Auco] [port of Verifik] [time scale]
 */
import { startSandbox } from './sandbox.mts';

const [auco = 4010, verifik = 4011, timeScale = 0.01] = process.argv.slice(2).map(Number);
const sandbox = await startSandbox({ ports: { auco, verifik }, timeScale });

for (const [name, { credential }] of Object.entries({ Auco: sandbox.auco, Verifik: sandbox.verifik })) {
	console.log(`${name}  ${JSON.stringify(credential)}`);
}
process.once('SIGINT', () => void sandbox.stop());
process.once('SIGTERM', () => void sandbox.stop());
