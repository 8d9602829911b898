import type { Resource } from '../../../common/action/operation';
import { check } from './check';

export const document: Resource = { value: 'document', name: 'Document', operations: [check] };
