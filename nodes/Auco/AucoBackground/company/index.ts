import type { Resource } from '../../../common/operation';
import { getRepresentatives } from './getRepresentatives';

export const company: Resource = { value: 'company', name: 'Company', operations: [getRepresentatives] };
