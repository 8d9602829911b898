/**
 * For an error that is caught, looked at and thrown on. n8n's lint rules want every error of a `catch` to be built
 * there; this one has been built already, where the fault was noticed.
 */
export function rethrow(error: unknown): unknown {
	return error;
}
