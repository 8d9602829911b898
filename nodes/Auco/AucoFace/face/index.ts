import type { Resource } from '../../../common/action/operation';
import { match } from './match';

export const face: Resource = { value: 'face', name: 'Face', operations: [match] };
