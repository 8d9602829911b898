/** Whether a URL leads to this machine itself. */
export function isOnLoopback(url: unknown): boolean {
	if (typeof url !== 'string' || !URL.canParse(url)) return false;
	return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}
