import { FakeAuco } from './auco/fakeProvider.mts';
import type { Sandbox, SandboxOptions } from './types.mts';
import { FakeVerifik } from './verifik/fakeProvider.mts';

/** Starts both fake providers on loopback. See README.md for what they can and cannot do. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { ports = {}, timeScale = 0.01 } = options;
	const auco = new FakeAuco(timeScale);
	const verifik = new FakeVerifik(timeScale);
	await Promise.all([auco.listen(ports.auco), verifik.listen(ports.verifik)]);
	return {
		auco,
		verifik,
		async stop() {
			await Promise.all([auco.stop(), verifik.stop()]);
		},
	};
}
