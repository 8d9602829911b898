import { ExpiringMap } from '../../../../nodes/common/util/expiringMap.ts';
import { useClock } from '../../../support/clock.mts';

const clock = useClock();

test('forgets an entry when its time is over, and the oldest one when there are too many', () => {
	const map = new ExpiringMap<number>(2, 1_000);
	map.set('a', 1);
	map.set('b', 2);
	clock.advance(600);
	map.set('a', 3);
	map.set('c', 4);
	expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([3, undefined, 4]);
	clock.advance(600);
	expect(map.get('a')).toBe(3);
	clock.advance(400);
	expect([map.get('a'), map.get('c')]).toEqual([undefined, undefined]);
	map.set('d', 5);
	map.delete('d');
	expect(map.get('d')).toBeUndefined();
});
