/**
 * fast-check with the same inputs in every run, so that a change is never red by chance of another's fault.
 * `PROPERTY_SEED` gives other inputs, `PROPERTY_TIMES` more of them: `PROPERTY_SEED=7 PROPERTY_TIMES=100 npx jest test/unit`.
 */
import fc from 'fast-check';

const times = Number(process.env.PROPERTY_TIMES ?? 1);

/** How many inputs of a property are tried. */
export const runs = (usual: number): number => usual * times;

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20261126), numRuns: runs(100) });

export default fc;
