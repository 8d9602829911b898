import { version } from 'n8n-workflow/package.json';

const [major, minor] = version.split('.').map(Number);

/** Whether the running n8n is that minor version of n8n 2, or a later one. */
export function isFromMinor(wanted: number): boolean {
	return major > 2 || minor >= wanted;
}
