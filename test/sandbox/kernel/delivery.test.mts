import { Deliverer, type DeliverySchedule } from '../../../sandbox/server/deliverer.mts';
import { Scheduler } from '../../../sandbox/server/scheduler.mts';
import { useClock } from '../../support/clock.mts';
import { until } from '../../support/until.mts';
import { TestReceiver } from './receiver.mts';

const clock = useClock();

describe('deliveries', () => {
	const scheduler = new Scheduler(0.0005);
	const minute = 60_000;
	let receiver: TestReceiver;

	const deliverer = (schedule: Partial<DeliverySchedule> = {}): Deliverer =>
		new Deliverer(scheduler, { timeout: 1000, repeats: [2 * minute, 4 * minute, 6 * minute], ...schedule });

	beforeEach(async () => {
		receiver = new TestReceiver();
		await receiver.open();
	});
	afterEach(async () => {
		scheduler.clear();
		await receiver.close();
	});

	test('POSTs JSON with the header of the webhook, once when it is taken', async () => {
		const post = deliverer();
		const body = { code: 'A', name: 'Pérez' };
		post.deliver({ url: receiver.url, headers: { 'X-Secret': 's' } }, body);
		body.code = 'changed afterwards';
		await scheduler.settled();

		expect(receiver.received).toMatchObject([
			{
				method: 'POST',
				url: '/hook',
				headers: { 'content-type': 'application/json', 'x-secret': 's' },
				text: '{"code":"A","name":"Pérez"}',
			},
		]);
		expect(post.deliveries).toEqual([
			{
				url: receiver.url,
				headers: { 'content-type': 'application/json', 'X-Secret': 's' },
				body: { code: 'A', name: 'Pérez' },
				attempt: 1,
				at: expect.any(Number),
				status: 200,
				reply: 'answer 1',
			},
		]);
	});

	test('repeats what is not taken 2, 4 and 6 minutes after the first try, then drops it', async () => {
		receiver.statuses = [500, 302, 404, 503, 200];
		const post = deliverer();
		post.deliver({ url: receiver.url }, {});
		await scheduler.settled();

		expect(post.deliveries.map(({ attempt, status }) => [attempt, status])).toEqual([
			[1, 500],
			[2, 302],
			[3, 404],
			[4, 503],
		]);
		const times = post.deliveries.map(({ at }) => at - post.deliveries[0]!.at);
		// 2 minutes are 60 ms here.
		expect(times).toEqual([0, 60, 120, 180]);
	});

	test('stops repeating when it is taken', async () => {
		receiver.statuses = [500, 204];
		const post = deliverer();
		post.deliver({ url: receiver.url }, {});
		await scheduler.settled();
		expect(post.deliveries.map(({ status }) => status)).toEqual([500, 204]);
	});

	test('takes a receiver that does not answer in time for a failed one', async () => {
		jest.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
			const limit = new AbortController();
			setTimeout(() => limit.abort(), milliseconds);
			return limit.signal;
		});
		receiver.statuses = [0, 200];
		const post = deliverer({ timeout: 150 });
		post.deliver({ url: receiver.url }, {});
		await until('the first try', () => receiver.received.length === 1);
		clock.advance(150);
		await scheduler.settled();
		expect(post.deliveries.map(({ status }) => status)).toEqual([undefined, 200]);
	});

	test('takes a refused connection for a failed try, and tries once only where no repeats are documented', async () => {
		const post = deliverer({ repeats: [] });
		post.deliver({ url: 'http://127.0.0.1:9/' }, {});
		await scheduler.settled();
		expect(post.deliveries.map(({ attempt, status, reply }) => [attempt, status, reply])).toEqual([
			[1, undefined, undefined],
		]);
	});

	test('records what is meant for another machine, and does not send it', async () => {
		const post = deliverer();
		post.deliver({ url: 'https://miempresa.com/webhooks/auco' }, { code: 'A' });
		post.deliver({ url: 'no address' }, { code: 'B' });
		await scheduler.settled();
		expect(post.deliveries.map(({ body, status }) => [body, status])).toEqual([
			[{ code: 'A' }, undefined],
			[{ code: 'B' }, undefined],
		]);
	});

	test('forgets repeats and cuts what is on its way', async () => {
		receiver.statuses = [0];
		const post = deliverer();
		post.deliver({ url: receiver.url }, {});
		post.deliver({ url: 'http://127.0.0.1:9/' }, {});
		scheduler.after(minute * 1000, () => {
			throw new Error('is forgotten');
		});
		const settled = scheduler.settled();
		scheduler.clear();
		await settled;
		await scheduler.settled();
		expect(post.deliveries).toHaveLength(2);
	});

	test('is settled only when what follows from scheduled work is done, too', async () => {
		const order: string[] = [];
		scheduler.after(10_000, () => {
			order.push('first');
			scheduler.after(10_000, () => order.push('second'));
		});
		await scheduler.settled();
		expect(order).toEqual(['first', 'second']);
	});
});
