import type { Resource } from '../../../common/operation';
import { check } from './check';

export const document: Resource = { value: 'document', name: 'Document', operations: [check] };
