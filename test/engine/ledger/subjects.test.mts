/** What a request is about, when something of the moment is in it: the time, or whatever else each run of a loop changes. */
import type { INodeParameters } from 'n8n-workflow';

import { useProviders } from '../../support/engine/bench.mts';
import { leastOf } from '../../support/providers/samples.mts';
import { StoredExecution } from '../../support/engine/storedExecution.mts';

const bench = useProviders();

/** What may be in a request beside whom it is about. */
const OF_THE_MOMENT = { custom: '={{ { run: $runIndex } }}', tags: '={{ [`run ${$runIndex}`] }}' };

const OPERATIONS: Array<[operation: string, additionalFields: INodeParameters]> = [
	['aucoFace/process/create', { ...OF_THE_MOMENT, expiredDate: '={{ $now.plus($runIndex + 4, "days") }}' }],
	['aucoBackground/person/generate', OF_THE_MOMENT],
	['aucoBackground/company/getRepresentatives', { tags: OF_THE_MOMENT.tags }],
	['verifikBiometric/biometricValidation/create', { expiresAt: '={{ $now.plus($runIndex + 1, "hour") }}' }],
];

test.each(OPERATIONS)('%s is not sent again by a loop while it is not known', async (operation, fields) => {
	const provider = bench.providerOf(operation);
	provider.fail({ fault: { kind: 'status', when: 'after', status: 500 }, method: 'POST', times: 1 });
	const parameters = leastOf(operation, { additionalFields: fields });
	const nodeSettings = { onError: 'continueRegularOutput' as const };
	const request = bench.request(operation, parameters, { nodeSettings });
	const stored = await StoredExecution.create(bench.engine, request);
	const { json } = await stored.run(3);
	await stored.stop();
	expect(json[0].error).toContain('An earlier attempt sent a request about the same person or company');
	expect(provider.creations).toHaveLength(1);
});
