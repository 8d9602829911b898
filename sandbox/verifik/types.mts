import type { VerifikSandbox } from '../types.mts';

export type Fields = Record<string, unknown>;

export type Shape = VerifikSandbox['shape'];
