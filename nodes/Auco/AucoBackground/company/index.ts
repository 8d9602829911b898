import type { Resource } from '../../../common/action/operation';
import { getRepresentatives } from './getRepresentatives';

export const company: Resource = { value: 'company', name: 'Company', operations: [getRepresentatives] };
